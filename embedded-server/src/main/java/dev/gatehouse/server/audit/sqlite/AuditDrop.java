package dev.gatehouse.server.audit.sqlite;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Drops the oldest records, some at a time, and says in the coverage from where on the index is whole. */
final class AuditDrop {

    private static final int BATCH = 2_000;

    private record Old(long record, String topic, long bytes) {}

    private AuditDrop() {}

    static boolean run(Handle handle, @Nullable Instant before, long mostBytes) {
        long held = handle.createQuery("SELECT coalesce(sum(bytes), 0) FROM audit_topic").mapTo(Long.class).one();
        long tooMany = mostBytes > 0 ? Math.max(0, held - mostBytes) : 0;
        long first = before == null ? 0 : before.toEpochMilli() << AuditRows.TIME_SHIFT;
        List<Old> oldest = handle
                .createQuery("""
                             SELECT record, topic, length(event) + length(text) + coalesce(length(raw), 0)
                             FROM audit_record ORDER BY record LIMIT :most""")
                .bind("most", BATCH)
                .map((row, context) -> new Old(row.getLong(1), row.getString(2), row.getLong(3)))
                .list();
        long last = -1;
        long dropped = 0;
        int count = 0;
        for (Old old : oldest) {
            if (old.record >= first && dropped >= tooMany) {
                break;
            }
            last = old.record;
            dropped += old.bytes;
            count++;
        }
        if (count == 0) {
            return false;
        }
        tell(handle, last);
        handle.execute("DELETE FROM audit_words WHERE rowid IN (SELECT record FROM audit_record WHERE record <= ?)",
                last);
        handle.execute("DELETE FROM audit_rare WHERE record <= ?", last);
        handle.execute("DELETE FROM audit_record WHERE record <= ?", last);
        return count == BATCH;
    }

    private static void tell(Handle handle, long last) {
        // Where the chains begin from here on, so that what was let go is not taken for missing.
        handle.execute("""
                       INSERT INTO audit_floor (node, seq, prev_hash)
                       SELECT node, max(seq) + 1, json_extract(event, '$.data.hash')
                       FROM audit_record WHERE record <= ? AND seq > 0 GROUP BY node
                       ON CONFLICT (node) DO UPDATE SET seq = excluded.seq, prev_hash = excluded.prev_hash
                       WHERE excluded.seq > audit_floor.seq""", last);
        handle.execute("""
                       UPDATE audit_topic SET records = audit_topic.records - gone.records,
                           bytes = audit_topic.bytes - gone.bytes,
                           since_millis = max(coalesce(since_millis, 0), gone.newest + 1)
                       FROM (SELECT topic, count(*) AS records, max(time_millis) AS newest,
                                 sum(length(event) + length(text) + coalesce(length(raw), 0)) AS bytes
                             FROM audit_record WHERE record <= ? GROUP BY topic) AS gone
                       WHERE audit_topic.topic = gone.topic""", last);
        handle.execute("""
                       UPDATE audit_position SET "from" = max("from", gone.newest + 1)
                       FROM (SELECT topic, partition, max("offset") AS newest
                             FROM audit_record WHERE record <= ? GROUP BY topic, partition) AS gone
                       WHERE audit_position.topic = gone.topic AND audit_position.partition = gone.partition""", last);
        handle.execute("""
                       DELETE FROM audit_repeat WHERE id IN (SELECT id FROM audit_record WHERE record <= ?)""", last);
    }
}
