package dev.gatehouse.server.audit.sqlite;

import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.server.audit.AuditIndex.Keep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Drops the oldest records, some at a time, and says in the coverage from where on the index is whole. A chain is let go
 * from its front only, so that neither a wrong clock nor a forged record moves its floor past records that nobody let go.
 */
final class AuditDrop implements AutoCloseable {

    /** How much a record counts, in characters, as it was counted when it was added. */
    static final String SIZE = "length(event) + length(text) + coalesce(length(raw), 0)";

    private static final int BATCH = 2_000;

    private final Handle handle;
    private final Instant now;
    private final List<AuditFront> audit = new ArrayList<>();
    private final List<AuditFront> others = new ArrayList<>();
    private final List<Long> gone = new ArrayList<>();
    private long bytesGone;

    private AuditDrop(Handle handle, Instant now) {
        this.handle = handle;
        this.now = now;
    }

    /** @return whether there may be more to drop */
    static boolean run(Handle handle, Keep keep, Instant now) {
        try (AuditDrop drop = new AuditDrop(handle, now)) {
            drop.byAge(keep);
            drop.bySize(keep.mostBytes());
            return drop.go();
        }
    }

    private void byAge(Keep keep) {
        for (TopicKind kind : TopicKind.values()) {
            AuditFront front = AuditFront.others(handle, kind.name().toLowerCase(Locale.ROOT));
            (kind == TopicKind.AUDIT ? audit : others).add(front);
            take(front, kind == TopicKind.ACCESS ? keep.accessBefore() : keep.before());
        }
        boolean lost = handle.createQuery("""
                                          SELECT 1 FROM audit_gap g JOIN audit_topic t ON t.topic = g.topic
                                          WHERE t.kind = 'audit' LIMIT 1""")
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        for (String node : nodes()) {
            AuditFront front = AuditFront.chain(handle, node, lost);
            audit.add(front);
            take(front, keep.before());
        }
    }

    private void take(AuditFront front, @Nullable Instant before) {
        if (before != null) {
            int old = front.older(before.toEpochMilli() << AuditRows.TIME_SHIFT,
                    now.toEpochMilli() << AuditRows.TIME_SHIFT, BATCH - gone.size());
            for (int count = 0; count < old; count++) {
                take(front);
            }
        }
    }

    private void take(AuditFront front) {
        AuditFront.Old old = front.take();
        bytesGone += old.bytes();
        gone.add(old.record());
    }

    /** What is not the audit's goes first, however old the audit is. */
    private void bySize(long mostBytes) {
        if (mostBytes <= 0) {
            return;
        }
        long held = handle.createQuery("SELECT coalesce(sum(bytes), 0) FROM audit_topic").mapTo(Long.class).one();
        for (List<AuditFront> fronts : List.of(others, audit)) {
            AuditFront oldest = oldest(fronts);
            while (oldest != null && held - bytesGone > mostBytes && gone.size() < BATCH) {
                take(oldest);
                oldest = oldest(fronts);
            }
        }
    }

    private static @Nullable AuditFront oldest(List<AuditFront> fronts) {
        AuditFront oldest = null;
        long record = Long.MAX_VALUE;
        for (AuditFront front : fronts) {
            AuditFront.Old first = front.first();
            if (first != null && first.record() < record) {
                oldest = front;
                record = first.record();
            }
        }
        return oldest;
    }

    private boolean go() {
        close();
        if (gone.isEmpty()) {
            return false;
        }
        boolean more = gone.size() >= BATCH;
        for (AuditFront front : audit) {
            String node = front.node();
            if (node != null && front.taken() > 0) {
                moveFloor(node, front.floor());
                gone.addAll(handle.createQuery("""
                                               SELECT record FROM audit_record
                                               WHERE node = :node AND seq > 0 AND seq <= :last""")
                        .bind("node", node)
                        .bind("last", front.taken())
                        .mapTo(Long.class)
                        .list());
            }
        }
        String records = gone.toString();
        tell(records);
        for (String table : List.of("audit_words WHERE rowid", "audit_rare WHERE record",
                "audit_record WHERE record")) {
            handle.execute("DELETE FROM " + table + " IN (SELECT value FROM json_each(?))", records);
        }
        return more;
    }

    /** Where a chain begins from here on, so that what was let go is not taken for missing. */
    private void moveFloor(String node, long seq) {
        // Of several records that claim the last place, the one that the next record follows.
        handle.createUpdate("""
                            INSERT INTO audit_floor (node, seq, prev_hash)
                            SELECT :node, :seq, coalesce(json_extract(l.event, '$.data.hash'), '')
                            FROM audit_record l WHERE l.node = :node AND l.seq > 0 AND l.seq = :seq - 1
                            ORDER BY EXISTS (SELECT 1 FROM audit_record n
                                             WHERE n.node = :node AND n.seq > 0 AND n.seq = :seq
                                                 AND json_extract(n.event, '$.data.prevHash')
                                                     = json_extract(l.event, '$.data.hash')) DESC, l.record
                            LIMIT 1
                            ON CONFLICT (node) DO UPDATE SET seq = excluded.seq, prev_hash = excluded.prev_hash
                            WHERE excluded.seq > audit_floor.seq""")
                .bind("node", node)
                .bind("seq", seq)
                .execute();
    }

    private void tell(String records) {
        handle.execute("""
                       UPDATE audit_topic SET records = audit_topic.records - gone.records,
                           bytes = audit_topic.bytes - gone.bytes,
                           since_millis = max(coalesce(since_millis, 0), gone.newest + 1)
                       FROM (SELECT topic, count(*) AS records, min(max(time_millis), ?) AS newest, sum(%s) AS bytes
                             FROM audit_record WHERE record IN (SELECT value FROM json_each(?))
                             GROUP BY topic) AS gone
                       WHERE audit_topic.topic = gone.topic""".formatted(SIZE), now.toEpochMilli(), records);
        handle.execute("""
                       UPDATE audit_position SET "from" = max("from", gone.newest + 1)
                       FROM (SELECT topic, partition, max("offset") AS newest
                             FROM audit_record WHERE record IN (SELECT value FROM json_each(?))
                             GROUP BY topic, partition) AS gone
                       WHERE audit_position.topic = gone.topic AND audit_position.partition = gone.partition""",
                records);
        handle.execute("""
                       DELETE FROM audit_repeat WHERE id IN (
                           SELECT id FROM audit_record WHERE record IN (SELECT value FROM json_each(?)))""", records);
    }

    /** The nodes of which there is a chain, each found by a look at the index. */
    private List<String> nodes() {
        return handle.createQuery("""
                                  WITH RECURSIVE one (node) AS (
                                      SELECT min(node) FROM audit_record WHERE seq > 0
                                      UNION ALL
                                      SELECT (SELECT min(r.node) FROM audit_record r
                                              WHERE r.seq > 0 AND r.node > one.node)
                                      FROM one WHERE one.node IS NOT NULL)
                                  SELECT node FROM one WHERE node IS NOT NULL""")
                .mapTo(String.class)
                .list();
    }

    @Override
    public void close() {
        audit.forEach(AuditFront::close);
        others.forEach(AuditFront::close);
    }
}
