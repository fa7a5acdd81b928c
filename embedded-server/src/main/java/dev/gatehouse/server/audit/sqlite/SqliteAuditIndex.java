package dev.gatehouse.server.audit.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.audit.AuditData;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.AuditEvent;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.audit.AuditIndex;
import dev.gatehouse.server.audit.Criterion;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The index in the replica, with SQLite's full text search. */
public final class SqliteAuditIndex implements AuditIndex {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteAuditIndex.class);

    private final ReplicaDatabase replica;
    private final Clock clock;

    private record Progress(long from, long next, @Nullable Instant indexedAt) {}

    private record Row(AuditEntry entry, Place place) {}

    public SqliteAuditIndex(ReplicaDatabase replica, Clock clock) {
        this.replica = replica;
        this.clock = clock;
    }

    @Override
    public List<AuditEntry> add(List<EventLog.Entry> entries) {
        return replica.write(handle -> {
            List<AuditEntry> added = new ArrayList<>();
            Map<String, Map<Integer, Progress>> progress = new HashMap<>();
            for (EventLog.Entry entry : entries) {
                Receipt position = entry.position();
                Map<Integer, Progress> known = progress.computeIfAbsent(position.topic(), topic -> read(handle, topic));
                Progress before = known.getOrDefault(position.partition(),
                        new Progress(position.offset(), position.offset(), null));
                if (position.offset() >= before.next) {
                    AuditEvent event = event(entry);
                    if (event == null) {
                        insertGap(handle, position.topic(), position.partition(), position.offset(),
                                position.offset() + 1);
                    } else if (insert(handle, position, event, entry.value())) {
                        added.add(new AuditEntry(position, event));
                    }
                    known.put(position.partition(),
                            new Progress(before.from, position.offset() + 1, clock.instant()));
                }
            }
            progress.forEach((topic, partitions) -> partitions.forEach(
                    (partition, reached) -> write(handle, topic, partition, reached)));
            return List.copyOf(added);
        });
    }

    @Override
    public void gap(String topic, int partition, long from, long to) {
        replica.<Integer>write(handle -> {
            Progress before = read(handle, topic).getOrDefault(partition, new Progress(from, from, null));
            write(handle, topic, partition, new Progress(before.from, to, before.indexedAt));
            return insertGap(handle, topic, partition, from, to);
        });
    }

    @Override
    public Map<Integer, Long> positions(String topic) {
        Map<Integer, Long> positions = new HashMap<>();
        replica.read(handle -> read(handle, topic))
                .forEach((partition, progress) -> positions.put(partition, progress.next));
        return positions;
    }

    @Override
    public List<Coverage.PartitionCoverage> coverage(String topic, @Nullable Map<Integer, Long> ends) {
        return replica.read(handle -> {
            Map<Integer, Progress> progress = read(handle, topic);
            TreeSet<Integer> partitions = new TreeSet<>(progress.keySet());
            if (ends != null) {
                partitions.addAll(ends.keySet());
            }
            List<Coverage.PartitionCoverage> rows = new ArrayList<>();
            for (int partition : partitions) {
                Progress reached = progress.getOrDefault(partition, new Progress(0, 0, null));
                rows.add(new Coverage.PartitionCoverage(topic, partition, reached.from, reached.next,
                        ends == null ? null : ends.get(partition), gaps(handle, topic, partition),
                        reached.indexedAt));
            }
            return List.copyOf(rows);
        });
    }

    @Override
    public Found search(List<Criterion> criteria, @Nullable Place after, int limit) {
        AuditConditions conditions = new AuditConditions(criteria);
        return replica.read(handle -> {
            long total = conditions.bind(handle.createQuery("SELECT count(*) FROM audit_record r WHERE "
                    + conditions.sql()))
                    .mapTo(Long.class)
                    .one();
            String page = after == null ? "" : " AND (r.time_millis, r.record) < (:afterMillis, :afterRow)";
            var query = conditions.bind(handle.createQuery(
                    """
                    SELECT r.topic, r.partition, r."offset", r.event, r.time_millis, r.record FROM audit_record r
                    WHERE %s%s ORDER BY r.time_millis DESC, r.record DESC LIMIT :limit"""
                            .formatted(conditions.sql(), page)))
                    .bind("limit", limit + 1);
            if (after != null) {
                query.bind("afterMillis", after.timeMillis()).bind("afterRow", after.row());
            }
            List<Row> rows = query.map((row, context) -> new Row(
                    new AuditEntry(new Receipt(row.getString(1), row.getInt(2), row.getLong(3)),
                            parse(row.getString(4))),
                    new Place(row.getLong(5), row.getLong(6)))).list();
            List<AuditEntry> items = rows.stream().limit(limit).map(Row::entry).toList();
            return new Found(total, items, rows.size() > limit ? rows.get(limit - 1).place : null);
        });
    }

    @Override
    public Optional<AuditEntry> find(Receipt position) {
        return replica.read(handle -> AuditLookup.find(handle, position));
    }

    @Override
    public List<String> nodes() {
        return replica.read(handle -> handle.createQuery("SELECT DISTINCT node FROM audit_record ORDER BY node")
                .mapTo(String.class)
                .list());
    }

    @Override
    public void chain(String node, long from, Predicate<Link> visitor) {
        replica.<Boolean>read(handle -> {
            try (var links = handle.createQuery("""
                                                SELECT topic, partition, "offset", seq, event FROM audit_record
                                                WHERE node = :node AND seq >= :from ORDER BY seq, record""")
                    .bind("node", node)
                    .bind("from", from)
                    .map((row, context) -> new Link(
                            new Receipt(row.getString(1), row.getInt(2), row.getLong(3)), row.getLong(4),
                            row.getString(5)))
                    .stream()) {
                return links.allMatch(visitor);
            }
        });
    }

    /** Reads a stored record. */
    static AuditEvent parse(String text) {
        try {
            return Json.LENIENT.readValue(text, AuditEvent.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored audit record is no JSON.", e);
        }
    }

    private static @Nullable AuditEvent event(EventLog.Entry entry) {
        try {
            AuditEvent event = Json.LENIENT.readValue(entry.value(), AuditEvent.class);
            if (AuditText.isComplete(event)) {
                return event;
            }
            LOG.warn("What stands at {} is no audit record; it is left out.", entry.position());
        } catch (JsonProcessingException e) {
            LOG.warn("What stands at {} is no audit record; it is left out.", entry.position(), e);
        }
        return null;
    }

    private static boolean insert(Handle handle, Receipt position, AuditEvent event, String text) {
        AuditData data = event.data();
        Receipt cause = data.cause();
        int inserted = handle
                .createUpdate(
                        """
                        INSERT OR IGNORE INTO audit_record (id, topic, partition, "offset", time_millis, actor, actor_name,
                            action, resource, outcome, trace, cause_topic, cause_partition, cause_offset, node, seq, event)
                        VALUES (:id, :topic, :partition, :offset, :timeMillis, :actor, :actorName, :action, :resource,
                            :outcome, :trace, :causeTopic, :causePartition, :causeOffset, :node, :seq, :event)""")
                .bind("id", event.id())
                .bind("topic", position.topic())
                .bind("partition", position.partition())
                .bind("offset", position.offset())
                .bind("timeMillis", event.time().toEpochMilli())
                .bind("actor", data.actor().id())
                .bind("actorName", data.actor().name())
                .bind("action", data.action())
                .bind("resource", data.resource())
                .bind("outcome", data.outcome().name().toLowerCase(Locale.ROOT))
                .bind("trace", AuditText.trace(event))
                .bind("causeTopic", cause == null ? null : cause.topic())
                .bind("causePartition", cause == null ? null : cause.partition())
                .bind("causeOffset", cause == null ? null : cause.offset())
                .bind("node", data.node())
                .bind("seq", data.seq())
                .bind("event", text)
                .execute();
        if (inserted == 0) {
            handle.execute("""
                           INSERT OR IGNORE INTO audit_repeat (topic, partition, "offset", record)
                           SELECT ?, ?, ?, record FROM audit_record WHERE id = ?""",
                    position.topic(), position.partition(), position.offset(), event.id());
            return false;
        }
        handle.execute("INSERT INTO audit_text (rowid, text) VALUES (last_insert_rowid(), ?)", AuditText.of(event));
        return true;
    }

    private static int insertGap(Handle handle, String topic, int partition, long from, long to) {
        return handle.execute(
                "INSERT OR IGNORE INTO audit_gap (topic, partition, \"from\", \"to\") VALUES (?, ?, ?, ?)",
                topic, partition, from, to);
    }

    private static List<Coverage.Gap> gaps(Handle handle, String topic, int partition) {
        return handle.createQuery(
                """
                SELECT "from", "to" FROM audit_gap WHERE topic = :topic AND partition = :partition ORDER BY "from\"""")
                .bind("topic", topic)
                .bind("partition", partition)
                .map((row, context) -> new Coverage.Gap(row.getLong(1), row.getLong(2)))
                .list();
    }

    private static Map<Integer, Progress> read(Handle handle, String topic) {
        Map<Integer, Progress> progress = new HashMap<>();
        handle.createQuery(
                """
                SELECT partition, "from", next, indexed_at_millis FROM audit_position WHERE topic = :topic""")
                .bind("topic", topic)
                .map((row, context) -> {
                    long millis = row.getLong(4);
                    Instant indexedAt = row.wasNull() ? null : Instant.ofEpochMilli(millis);
                    return Map.entry(row.getInt(1), new Progress(row.getLong(2), row.getLong(3), indexedAt));
                })
                .forEach(entry -> progress.put(entry.getKey(), entry.getValue()));
        return progress;
    }

    private static void write(Handle handle, String topic, int partition, Progress progress) {
        handle.createUpdate("""
                            INSERT OR REPLACE INTO audit_position (topic, partition, "from", next, indexed_at_millis)
                            VALUES (:topic, :partition, :from, :next, :indexedAtMillis)""")
                .bind("topic", topic)
                .bind("partition", partition)
                .bind("from", progress.from)
                .bind("next", progress.next)
                .bind("indexedAtMillis", progress.indexedAt == null ? null : progress.indexedAt.toEpochMilli())
                .execute();
    }
}
