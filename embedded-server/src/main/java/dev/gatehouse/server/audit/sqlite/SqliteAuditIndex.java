package dev.gatehouse.server.audit.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.AuditEvent;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.audit.AuditIndex;
import dev.gatehouse.server.audit.Criterion;
import dev.gatehouse.server.audit.TopicReader;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/** The index in the replica: words and fields as terms of SQLite's full text search. */
public final class SqliteAuditIndex implements AuditIndex {

    private static final int LINKS = 1_000;

    private final ReplicaDatabase replica;
    private final Clock clock;
    private final AuditWords words = new AuditWords();
    /** The last word that was looked at for whether any record has it. */
    private final AtomicLong lookedAt = new AtomicLong();

    private record Linked(Link link, long record) {}

    /** Opens the index, and moves what an older version has indexed. */
    public SqliteAuditIndex(ReplicaDatabase replica, Clock clock) {
        this.replica = replica;
        this.clock = clock;
        AuditMove.run(replica, (handle, reads) -> insert(handle, reads, TopicReader.AUDIT, new HashMap<>()));
    }

    @Override
    public List<AuditEntry> add(List<EventLog.Entry> entries, TopicReader reader) {
        List<TopicReader.Read> reads = entries.stream().map(reader::read).toList();
        Map<String, Long> learnt = new HashMap<>();
        AtomicLong forgotten = new AtomicLong();
        List<AuditEntry> added = replica.write(handle -> {
            learnt.clear();
            forgotten.set(words.forgotten());
            return insertNew(handle, reads, reader, learnt);
        });
        words.keep(learnt, forgotten.get());
        return added;
    }

    private List<AuditEntry> insertNew(Handle handle, List<TopicReader.Read> reads, TopicReader reader,
            Map<String, Long> learnt) {
        List<TopicReader.Read> fresh = new ArrayList<>();
        Map<String, Map<Integer, AuditProgress>> progress = new HashMap<>();
        for (TopicReader.Read read : reads) {
            Receipt position = read.entry().position();
            Map<Integer, AuditProgress> known = progress.computeIfAbsent(position.topic(),
                    topic -> AuditProgress.read(handle, topic));
            AuditProgress before = known.get(position.partition());
            if (before == null) {
                AuditProgress.lost(handle, position.topic(), position.partition(), 0, position.offset());
                before = new AuditProgress(position.offset(), position.offset(), null);
            }
            if (position.offset() >= before.next()) {
                fresh.add(read);
                known.put(position.partition(),
                        new AuditProgress(before.from(), position.offset() + 1, clock.instant()));
            }
        }
        List<AuditEntry> added = insert(handle, fresh, reader, learnt);
        progress.forEach((topic, partitions) -> partitions.forEach(
                (partition, reached) -> reached.write(handle, topic, partition)));
        return added;
    }

    private List<AuditEntry> insert(Handle handle, List<TopicReader.Read> reads, TopicReader reader,
            Map<String, Long> learnt) {
        if (reads.isEmpty()) {
            return List.of();
        }
        List<TopicReader.Read> byTime = new ArrayList<>(reads);
        byTime.sort(Comparator.comparing(read -> read.entry().event().time()));
        List<AuditEntry> added = new ArrayList<>();
        long skipped = 0;
        try (AuditRows rows = new AuditRows(handle.getConnection(), words, learnt)) {
            for (TopicReader.Read read : byTime) {
                if (rows.add(read)) {
                    added.add(read.entry());
                    skipped += read.skipped() ? 1 : 0;
                }
            }
            handle.createUpdate("""
                                INSERT INTO audit_topic (topic, kind, records, bytes, skipped)
                                VALUES (:topic, :kind, :records, :bytes, :skipped)
                                ON CONFLICT DO UPDATE SET records = records + excluded.records,
                                    bytes = bytes + excluded.bytes, skipped = skipped + excluded.skipped""")
                    .bind("topic", reads.getFirst().entry().position().topic())
                    .bind("kind", reader.kind().name().toLowerCase(Locale.ROOT))
                    .bind("records", rows.records())
                    .bind("bytes", rows.bytes())
                    .bind("skipped", skipped)
                    .execute();
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException("Records could not be indexed", e, null);
        }
        return List.copyOf(added);
    }

    @Override
    public void gap(String topic, int partition, long from, long to) {
        replica.<@Nullable Void>write(handle -> {
            AuditProgress.gap(handle, topic, partition, from, to);
            return null;
        });
    }

    @Override
    public List<Lost> lost() {
        return replica.read(handle -> handle
                .createQuery("""
                             SELECT g.topic, g.partition, g."from", g."to" FROM audit_gap g
                             JOIN audit_topic t ON t.topic = g.topic WHERE t.kind = 'audit'""")
                .map((row, context) -> new Lost(row.getString(1), row.getInt(2), row.getLong(3), row.getLong(4)))
                .list());
    }

    @Override
    public Map<Integer, Long> positions(String topic) {
        Map<Integer, Long> positions = new HashMap<>();
        replica.read(handle -> AuditProgress.read(handle, topic))
                .forEach((partition, progress) -> positions.put(partition, progress.next()));
        return positions;
    }

    @Override
    public Map<String, Map<Integer, Long>> positions() {
        return replica.read(AuditProgress::all);
    }

    @Override
    public Map<String, Receipt> known(Collection<String> ids) {
        return replica.read(handle -> AuditLookup.known(handle, ids));
    }

    @Override
    public List<Coverage.PartitionCoverage> coverage(String topic, @Nullable Map<Integer, Long> ends) {
        return replica.read(handle -> AuditProgress.coverage(handle, topic, ends));
    }

    @Override
    public List<Held> held() {
        return replica.search(handle -> {
            List<Held> topics = handle
                    .createQuery("SELECT topic, kind, records, skipped, since_millis FROM audit_topic ORDER BY topic")
                    .map((row, context) -> {
                        long since = row.getLong(5);
                        Instant from = row.wasNull() ? null : Instant.ofEpochMilli(since);
                        return new Held(row.getString(1), AuditRows.kind(row.getString(2)), row.getLong(3),
                                row.getLong(4), null, null, from);
                    })
                    .list();
            List<Held> spans = new ArrayList<>();
            for (Held held : topics) {
                List<Instant> span = AuditSearch.span(handle, List.of(new Criterion.TopicIs(held.topic())))
                        .orElse(List.of());
                spans.add(span.isEmpty()
                        ? held
                        : new Held(held.topic(), held.kind(), held.records(), held.skipped(), span.getFirst(),
                                span.getLast(), held.since()));
            }
            return List.copyOf(spans);
        });
    }

    @Override
    public Found search(List<Criterion> criteria, AuditExchange.Order order, @Nullable Long after, int limit) {
        return replica.search(handle -> AuditSearch.find(handle, criteria, order, after, limit));
    }

    @Override
    public Snapshot snapshot(List<Criterion> criteria, AuditExchange.Order order, @Nullable Long after, int limit) {
        return replica.search(handle -> new Snapshot(AuditSearch.find(handle, criteria, order, after, limit),
                AuditProgress.all(handle)));
    }

    @Override
    public List<Placed> page(List<Criterion> criteria, AuditExchange.Order order, @Nullable Long after, int limit) {
        return replica.search(handle -> AuditSearch.page(handle, new AuditConditions(handle, criteria), order, after,
                limit));
    }

    @Override
    public Map<Long, Long> counts(List<Criterion> criteria, Instant from, long stepMillis) {
        return replica.search(handle -> AuditSearch.counts(handle, criteria, from, stepMillis));
    }

    @Override
    public Optional<List<Instant>> span(List<Criterion> criteria) {
        return replica.search(handle -> AuditSearch.span(handle, criteria));
    }

    @Override
    public List<AuditExchange.Group> groups(AuditExchange.GroupBy by, List<Criterion> criteria, int limit, int most) {
        return replica.search(handle -> AuditSearch.groups(handle, by, criteria, limit, most));
    }

    @Override
    public Optional<AuditEntry> find(Receipt position) {
        return replica.read(handle -> AuditLookup.find(handle, position));
    }

    @Override
    public boolean drop(Keep keep) {
        return replica.<Boolean>write(handle -> AuditDrop.run(handle, keep, clock.instant()));
    }

    @Override
    public void forgetWords() {
        AuditUnused unused = replica.search(handle -> AuditUnused.after(handle, lookedAt.get()));
        lookedAt.set(unused.last());
        if (!unused.words().isEmpty()) {
            replica.<@Nullable Void>write(handle -> {
                words.forget(unused.drop(handle));
                return null;
            });
        }
    }

    @Override
    public Optional<Instant> newest(TopicKind kind) {
        return replica.read(handle -> handle
                .createQuery("""
                             SELECT (SELECT r.time_millis FROM audit_record r
                                     WHERE r.topic = p.topic AND r.partition = p.partition
                                     ORDER BY r."offset" DESC LIMIT 1) AS millis
                             FROM audit_position p JOIN audit_topic t ON t.topic = p.topic
                             WHERE t.kind = :kind AND millis IS NOT NULL ORDER BY millis DESC LIMIT 1""")
                .bind("kind", kind.name().toLowerCase(Locale.ROOT))
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli));
    }

    @Override
    public List<String> nodes() {
        return replica.search(handle -> handle
                .createQuery("SELECT DISTINCT node FROM audit_record WHERE seq > 0 ORDER BY node")
                .mapTo(String.class)
                .list());
    }

    @Override
    public void chain(String node, long from, Predicate<Link> visitor) {
        long seq = from;
        long record = -1;
        List<Linked> page;
        do {
            page = links(node, seq, record);
            for (Linked linked : page) {
                if (!visitor.test(linked.link)) {
                    return;
                }
                seq = linked.link.seq();
                record = linked.record;
            }
        } while (page.size() == LINKS);
    }

    /** A part of a chain, so that nobody waits for a connection until all of it was looked at. */
    private List<Linked> links(String node, long seq, long record) {
        return replica.search(handle -> handle
                .createQuery("""
                             SELECT topic, partition, "offset", seq, event, record FROM audit_record
                             WHERE node = :node AND seq > 0 AND (seq, record) > (:seq, :record)
                             ORDER BY seq, record LIMIT :most""")
                .bind("node", node)
                .bind("seq", seq)
                .bind("record", record)
                .bind("most", LINKS)
                .map((row, context) -> new Linked(new Link(
                        new Receipt(row.getString(1), row.getInt(2), row.getLong(3)), row.getLong(4),
                        row.getString(5)), row.getLong(6)))
                .list());
    }

    /** Reads a stored record. */
    static AuditEvent parse(String text) {
        try {
            return Json.LENIENT.readValue(text, AuditEvent.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored audit record is no JSON.", e);
        }
    }

    /** Reads what is stored of a record of another kind. */
    static AuditEntry.Raw raw(String text) {
        try {
            return Json.LENIENT.readValue(text, AuditEntry.Raw.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored record is no JSON.", e);
        }
    }

    /** Writes what is stored of a record of another kind. */
    static String text(AuditEntry.Raw raw) {
        try {
            return Json.LENIENT.writeValueAsString(raw);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A record cannot be written as JSON.", e);
        }
    }
}
