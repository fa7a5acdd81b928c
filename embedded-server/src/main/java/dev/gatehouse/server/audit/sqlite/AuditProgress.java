package dev.gatehouse.server.audit.sqlite;

import dev.gatehouse.model.audit.Coverage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition is indexed.
 *
 * @param from the first offset that is held
 * @param next the first offset not seen yet
 */
record AuditProgress(long from, long next, @Nullable Instant indexedAt) {

    /** That of each partition of a topic of which anything was seen. */
    static Map<Integer, AuditProgress> read(Handle handle, String topic) {
        Map<Integer, AuditProgress> progress = new HashMap<>();
        handle.createQuery(
                """
                SELECT partition, "from", next, indexed_at_millis FROM audit_position WHERE topic = :topic""")
                .bind("topic", topic)
                .map((row, context) -> {
                    long millis = row.getLong(4);
                    Instant indexedAt = row.wasNull() ? null : Instant.ofEpochMilli(millis);
                    return Map.entry(row.getInt(1), new AuditProgress(row.getLong(2), row.getLong(3), indexedAt));
                })
                .forEach(entry -> progress.put(entry.getKey(), entry.getValue()));
        return progress;
    }

    /** The first offset not seen yet, of each partition of each topic. */
    static Map<String, Map<Integer, Long>> all(Handle handle) {
        Map<String, Map<Integer, Long>> all = new HashMap<>();
        handle.createQuery("SELECT topic, partition, next FROM audit_position")
                .map((row, context) -> new Coverage.PartitionCoverage(row.getString(1), row.getInt(2), 0,
                        row.getLong(3), null, List.of(), null))
                .forEach(one -> all.computeIfAbsent(one.topic(), topic -> new HashMap<>())
                        .put(one.partition(), one.next()));
        return all;
    }

    void write(Handle handle, String topic, int partition) {
        handle.createUpdate("""
                            INSERT OR REPLACE INTO audit_position (topic, partition, "from", next, indexed_at_millis)
                            VALUES (:topic, :partition, :from, :next, :indexedAtMillis)""")
                .bind("topic", topic)
                .bind("partition", partition)
                .bind("from", from)
                .bind("next", next)
                .bind("indexedAtMillis", indexedAt == null ? null : indexedAt.toEpochMilli())
                .execute();
    }

    static void gap(Handle handle, String topic, int partition, long from, long to) {
        AuditProgress before = read(handle, topic).getOrDefault(partition, new AuditProgress(from, from, null));
        new AuditProgress(before.from, to, before.indexedAt).write(handle, topic, partition);
        lost(handle, topic, partition, from, to);
    }

    /** The log did not hold these offsets when they were to be read. */
    static void lost(Handle handle, String topic, int partition, long from, long to) {
        if (from < to) {
            handle.execute("INSERT OR IGNORE INTO audit_gap (topic, partition, \"from\", \"to\") VALUES (?, ?, ?, ?)",
                    topic, partition, from, to);
        }
    }

    static List<Coverage.PartitionCoverage> coverage(Handle handle, String topic, @Nullable Map<Integer, Long> ends) {
        Map<Integer, AuditProgress> progress = read(handle, topic);
        TreeSet<Integer> partitions = new TreeSet<>(progress.keySet());
        if (ends != null) {
            partitions.addAll(ends.keySet());
        }
        List<Coverage.PartitionCoverage> rows = new ArrayList<>();
        for (int partition : partitions) {
            AuditProgress reached = progress.getOrDefault(partition, new AuditProgress(0, 0, null));
            rows.add(new Coverage.PartitionCoverage(topic, partition, reached.from, reached.next,
                    ends == null ? null : ends.get(partition), gaps(handle, topic, partition, reached.from),
                    reached.indexedAt));
        }
        return List.copyOf(rows);
    }

    private static List<Coverage.Gap> gaps(Handle handle, String topic, int partition, long from) {
        return handle.createQuery("""
                                  SELECT "from", "to" FROM audit_gap
                                  WHERE topic = :topic AND partition = :partition AND "to" > :from ORDER BY "from\"""")
                .bind("topic", topic)
                .bind("partition", partition)
                .bind("from", from)
                .map((row, context) -> new Coverage.Gap(row.getLong(1), row.getLong(2)))
                .list();
    }
}
