package dev.gatehouse.server.audit.sqlite;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.AuditEvent;
import dev.gatehouse.model.audit.Receipt;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Finds the record that a receipt means, wherever it has come to: the index, or still this node's journal. */
final class AuditLookup {

    private static final String JOURNAL = SqliteAuditJournal.topic("");
    private static final String INDEXED = "SELECT r.topic, r.partition, r.\"offset\", r.event FROM audit_record r ";
    private static final String JOURNALED = "SELECT topic, partition, \"offset\", event FROM audit_journal ";

    private AuditLookup() {}

    static Optional<AuditEntry> find(Handle handle, Receipt receipt) {
        if (receipt.topic().startsWith(JOURNAL)) {
            String node = receipt.topic().substring(JOURNAL.length());
            return query(handle, INDEXED + "WHERE r.node = ? AND r.seq = ? ORDER BY r.record LIMIT 1", node,
                    receipt.offset())
                    .or(() -> query(handle, JOURNALED + "WHERE seq = ?", receipt.offset())
                            .filter(entry -> entry.event().data().node().equals(node)));
        }
        return at(handle, INDEXED + "WHERE r.topic = ? AND r.partition = ? AND r.\"offset\" = ?", receipt)
                .or(() -> at(handle, INDEXED + """
                                               JOIN audit_repeat p ON p.record = r.record
                                               WHERE p.topic = ? AND p.partition = ? AND p."offset" = ?""", receipt))
                .or(() -> at(handle, JOURNALED + "WHERE topic = ? AND partition = ? AND \"offset\" = ?", receipt))
                .or(() -> at(handle, INDEXED + """
                                               WHERE r.cause_topic = ? AND r.cause_partition = ? AND r.cause_offset = ?
                                               ORDER BY r.record LIMIT 1""", receipt))
                .or(() -> at(handle, JOURNALED + """
                                                 WHERE cause_topic = ? AND cause_partition = ? AND cause_offset = ?
                                                 ORDER BY seq LIMIT 1""", receipt));
    }

    private static Optional<AuditEntry> at(Handle handle, String sql, Receipt receipt) {
        return query(handle, sql, receipt.topic(), receipt.partition(), receipt.offset());
    }

    private static Optional<AuditEntry> query(Handle handle, String sql, Object... values) {
        var query = handle.createQuery(sql);
        for (int i = 0; i < values.length; i++) {
            query.bind(i, values[i]);
        }
        return query.map((row, context) -> entry(row.getString(1), row.getInt(2), row.getLong(3), row.getString(4)))
                .findOne();
    }

    private static AuditEntry entry(@Nullable String topic, int partition, long offset, String text) {
        AuditEvent event = SqliteAuditIndex.parse(text);
        Receipt position = topic == null
                ? new Receipt(SqliteAuditJournal.topic(event.data().node()), 0, event.data().seq())
                : new Receipt(topic, partition, offset);
        return new AuditEntry(position, event);
    }
}
