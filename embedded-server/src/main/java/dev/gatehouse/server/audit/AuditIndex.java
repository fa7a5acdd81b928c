package dev.gatehouse.server.audit;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.log.EventLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** This node's searchable copy of all nodes' records. */
public interface AuditIndex {

    /**
     * A place in the order of a search: newest first, of one time the last indexed first.
     *
     * @param timeMillis the record's time, in milliseconds since 1970
     * @param row        counts the records as they were indexed
     */
    record Place(long timeMillis, long row) {}

    /**
     * What a search found.
     *
     * @param total how many records match in all
     * @param next  where the next page starts; absent on the last one
     */
    record Found(long total, List<AuditEntry> items, @Nullable Place next) {}

    /**
     * A record as it is stored, for the check of its chain.
     *
     * @param event the JSON text
     */
    record Link(Receipt position, long seq, String event) {}

    /**
     * Adds what the log holds, in one transaction with the position. A record whose position or id is known is not
     * added again; one that cannot be read counts as a gap.
     *
     * @return what was new
     */
    List<AuditEntry> add(List<EventLog.Entry> entries);

    /** The log no longer held {@code from} (inclusive) to {@code to} (exclusive). */
    void gap(String topic, int partition, long from, long to);

    /** The first offset not indexed yet, per partition. */
    Map<Integer, Long> positions(String topic);

    /**
     * How far each partition of a topic is indexed.
     *
     * @param ends the log's ends; absent while the log is away
     */
    List<Coverage.PartitionCoverage> coverage(String topic, @Nullable Map<Integer, Long> ends);

    /** Records that meet all criteria, newest first, after a place where one is given. */
    Found search(List<Criterion> criteria, @Nullable Place after, int limit);

    /**
     * The record at a position of the audit topic, or whose cause is that position, or, for the topic
     * {@code journal.<node>}, the node's record with that seq.
     */
    Optional<AuditEntry> find(Receipt position);

    /** The nodes whose records are here. */
    List<String> nodes();

    /** Shows a node's records in the order of the chain, until {@code visitor} has seen enough and says false. */
    default void chain(String node, Predicate<Link> visitor) {
        chain(node, 0, visitor);
    }

    /** The same from a seq on. */
    void chain(String node, long from, Predicate<Link> visitor);
}
