package dev.gatehouse.server.audit.sqlite;

import dev.gatehouse.server.audit.AuditAnchor;
import dev.gatehouse.server.audit.AuditAnchorStore;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Anchors in the replica, and what the journal says about this node's own chain. */
public final class SqliteAuditAnchors implements AuditAnchorStore {

    private final ReplicaDatabase replica;
    private final String self;

    public SqliteAuditAnchors(ReplicaDatabase replica, String self) {
        this.replica = replica;
        this.self = self;
    }

    @Override
    public List<AuditAnchor> of(String node) {
        return replica.read(handle -> {
            List<AuditAnchor> anchors = new ArrayList<>(
                    handle.createQuery(
                            "SELECT node, told_by, seq, hash, at_millis FROM audit_anchor WHERE node = :node")
                            .bind("node", node)
                            .map((row, context) -> anchor(row))
                            .list());
            if (node.equals(self)) {
                ownJournal(handle).ifPresent(anchors::add);
            }
            return anchors;
        });
    }

    @Override
    public List<AuditAnchor> toldBy(String node) {
        return replica.read(handle -> handle
                .createQuery("SELECT node, told_by, seq, hash, at_millis FROM audit_anchor WHERE told_by = :node")
                .bind("node", node)
                .map((row, context) -> anchor(row))
                .list());
    }

    @Override
    public List<String> nodes() {
        return replica.read(handle -> handle.createQuery("SELECT DISTINCT node FROM audit_anchor")
                .mapTo(String.class)
                .list());
    }

    @Override
    public void keep(List<AuditAnchor> anchors) {
        if (anchors.isEmpty()) {
            return;
        }
        replica.<int[]>write(handle -> {
            var batch = handle.prepareBatch("""
                                            INSERT INTO audit_anchor (node, told_by, seq, hash, at_millis)
                                            VALUES (:node, :toldBy, :seq, :hash, :at)
                                            ON CONFLICT (node, told_by) DO UPDATE
                                            SET seq = excluded.seq, hash = excluded.hash, at_millis = excluded.at_millis
                                            WHERE excluded.seq > seq""");
            anchors.forEach(anchor -> batch.bind("node", anchor.node())
                    .bind("toldBy", anchor.toldBy())
                    .bind("seq", anchor.seq())
                    .bind("hash", anchor.hash())
                    .bind("at", anchor.at().toEpochMilli())
                    .add());
            return batch.execute();
        });
    }

    @Override
    public Optional<Floor> floor(String node) {
        return replica.read(handle -> handle.createQuery("SELECT seq, prev_hash FROM audit_floor WHERE node = :node")
                .bind("node", node)
                .map((row, context) -> new Floor(row.getLong(1), row.getString(2)))
                .findOne());
    }

    @Override
    public Optional<Long> lastWritten(String node) {
        return node.equals(self)
                ? replica.read(handle -> handle.createQuery("SELECT coalesce(max(seq), 0) FROM audit_journal")
                        .mapTo(Long.class)
                        .findOne())
                : Optional.empty();
    }

    /** The last record before which, itself included, the index has passed all. */
    private Optional<AuditAnchor> ownJournal(Handle handle) {
        return handle.createQuery(
                """
                SELECT :self, :self, seq, hash, written_at_millis FROM audit_journal WHERE seq < (
                    SELECT coalesce(min(seq), 9223372036854775807) FROM (
                        SELECT min(seq) AS seq FROM audit_journal WHERE topic IS NULL
                        UNION ALL
                        SELECT min(j.seq) FROM audit_position p
                        JOIN audit_journal j ON j.topic = p.topic AND j.partition = p.partition AND j."offset" >= p.next
                        UNION ALL
                        SELECT min(j.seq) FROM (SELECT DISTINCT topic, partition FROM audit_journal
                                                WHERE topic IS NOT NULL) d
                        JOIN audit_journal j ON j.topic = d.topic AND j.partition = d.partition
                        WHERE NOT EXISTS (SELECT 1 FROM audit_position p
                                          WHERE p.topic = d.topic AND p.partition = d.partition)))
                ORDER BY seq DESC LIMIT 1""")
                .bind("self", self)
                .map((row, context) -> anchor(row))
                .findOne();
    }

    private static AuditAnchor anchor(ResultSet row) throws SQLException {
        return new AuditAnchor(row.getString(1), row.getString(2), row.getLong(3), row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)));
    }
}
