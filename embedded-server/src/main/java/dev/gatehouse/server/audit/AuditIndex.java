package dev.gatehouse.server.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.server.log.EventLog;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** This node's searchable copy of all nodes' records, and of further topics. */
public interface AuditIndex {

    /**
     * What a search found.
     *
     * @param total how many records match in all
     * @param next  where the next page starts: the place of the last item; absent on the last page
     */
    record Found(long total, List<AuditEntry> items, @Nullable Long next) {}

    /**
     * What a search found, and what it could look at.
     *
     * @param positions the first offset that was not indexed, by topic and partition
     */
    record Snapshot(Found found, Map<String, Map<Integer, Long>> positions) {}

    /**
     * What may stay.
     *
     * @param before       earlier records go, but those of the access log; absent for none
     * @param accessBefore earlier records of the access log go; absent for none
     * @param mostBytes    beyond this size the oldest go, those of the audit after all others; 0 for no limit
     */
    record Keep(@Nullable Instant before, @Nullable Instant accessBefore, long mostBytes) {}

    /** A record and its place in the order of times. */
    record Placed(long place, AuditEntry entry) {}

    /**
     * A record as it is stored, for the check of its chain.
     *
     * @param event the JSON text
     */
    record Link(Receipt position, long seq, String event) {}

    /**
     * What the index holds of a topic.
     *
     * @param skipped how many records could not be read in the topic's form
     * @param since   before this time records were dropped; absent where none were
     */
    record Held(String topic, TopicKind kind, long records, long skipped, @Nullable Instant oldest,
            @Nullable Instant newest, @Nullable Instant since) {}

    /**
     * Offsets of an audit topic that the log no longer held when this node came to read them.
     *
     * @param from the first one
     * @param to   the one after the last
     */
    record Lost(String topic, int partition, long from, long to) {}

    /**
     * Adds what the log holds of the audit topic, in one transaction with the position. A record whose position or id
     * is known is not added again; one that cannot be read is kept as it is and counted.
     *
     * @return what was new
     */
    default List<AuditEntry> add(List<EventLog.Entry> entries) {
        return add(entries, TopicReader.AUDIT);
    }

    /** Adds what the log holds of a topic. */
    List<AuditEntry> add(List<EventLog.Entry> entries, TopicReader reader);

    /** The log no longer held {@code from} (inclusive) to {@code to} (exclusive). */
    void gap(String topic, int partition, long from, long to);

    /** What the log no longer held of audit topics, at their beginning or later. */
    List<Lost> lost();

    /** The first offset not indexed yet, per partition. */
    Map<Integer, Long> positions(String topic);

    /** The same of all topics. */
    Map<String, Map<Integer, Long>> positions();

    /** Where those of the audit's records with these ids stand that are indexed. */
    Map<String, Receipt> known(Collection<String> ids);

    /**
     * How far each partition of a topic is indexed.
     *
     * @param ends the log's ends; absent while the log is away
     */
    List<Coverage.PartitionCoverage> coverage(String topic, @Nullable Map<Integer, Long> ends);

    /** What is held of each topic of which anything was indexed. */
    List<Held> held();

    /** Records that meet all criteria, in the order of their times, after a place where one is given. */
    Found search(List<Criterion> criteria, AuditExchange.Order order, @Nullable Long after, int limit);

    /** The same, with the positions of the state that was searched. */
    Snapshot snapshot(List<Criterion> criteria, AuditExchange.Order order, @Nullable Long after, int limit);

    /** The same without the total, which may cost more than the records themselves. */
    List<Placed> page(List<Criterion> criteria, AuditExchange.Order order, @Nullable Long after, int limit);

    /** Records that meet all criteria, newest first. */
    default Found search(List<Criterion> criteria, @Nullable Long after, int limit) {
        return search(criteria, AuditExchange.Order.NEWEST, after, limit);
    }

    /** How many records meet all criteria, in steps of time from {@code from} on; steps without any are left out. */
    Map<Long, Long> counts(List<Criterion> criteria, Instant from, long stepMillis);

    /** The times of the oldest and the newest record that meets all criteria; empty where none does. */
    Optional<List<Instant>> span(List<Criterion> criteria);

    /**
     * Gathers the newest records that meet all criteria.
     *
     * @param most how many records are gathered at most
     */
    List<AuditExchange.Group> groups(AuditExchange.GroupBy by, List<Criterion> criteria, int limit, int most);

    /**
     * The record at a position of a topic, or whose cause is that position, or, for the topic {@code journal.<node>},
     * the node's record with that seq.
     */
    Optional<AuditEntry> find(Receipt position);

    /**
     * Drops some of the oldest records; of a chain only from its front on, in the order of seq.
     *
     * @return whether there may be more to drop
     */
    boolean drop(Keep keep);

    /** Lets go of words that are in no record any more, of some words at a time. */
    void forgetWords();

    /** The time of the newest record of a kind, by its place in the log; empty where there is none. */
    Optional<Instant> newest(TopicKind kind);

    /** The nodes whose records are here. */
    List<String> nodes();

    /** Shows a node's records in the order of the chain, until {@code visitor} has seen enough and says false. */
    default void chain(String node, Predicate<Link> visitor) {
        chain(node, 0, visitor);
    }

    /** The same from a seq on. */
    void chain(String node, long from, Predicate<Link> visitor);
}
