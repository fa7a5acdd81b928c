package dev.gatehouse.server.audit.sqlite;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.AuditEvent;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.json.Json;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Finds the record that a receipt means, wherever it has come to: the index, or still this node's journal. */
final class AuditLookup {

    private static final String JOURNAL = SqliteAuditJournal.topic("");
    private static final String INDEXED = "SELECT " + AuditSearch.COLUMNS + " FROM audit_record r ";
    private static final String JOURNALED = "SELECT topic, partition, \"offset\", event FROM audit_journal ";

    private AuditLookup() {}

    static Optional<AuditEntry> find(Handle handle, Receipt receipt) {
        if (receipt.topic().startsWith(JOURNAL)) {
            String node = receipt.topic().substring(JOURNAL.length());
            return indexed(handle, "WHERE r.node = ? AND r.seq = ? AND r.seq > 0 ORDER BY r.record LIMIT 1", node,
                    receipt.offset())
                    .or(() -> journaled(handle, "WHERE seq = ?", receipt.offset())
                            .filter(entry -> entry.event().data().node().equals(node)));
        }
        Object[] place = {receipt.topic(), receipt.partition(), receipt.offset()};
        String there = "WHERE r.topic = ? AND r.partition = ? AND r.\"offset\" = ?";
        // A position of the change log means the audit record of that change, though the change is indexed as well.
        return indexed(handle, there + " AND r.seq > 0", place)
                .or(() -> indexed(handle, """
                                          JOIN audit_repeat p ON p.id = r.id
                                          WHERE p.topic = ? AND p.partition = ? AND p."offset" = ?""", place))
                .or(() -> journaled(handle, "WHERE topic = ? AND partition = ? AND \"offset\" = ?", place))
                .or(() -> indexed(handle, """
                                          WHERE r.cause_topic = ? AND r.cause_partition = ? AND r.cause_offset = ?
                                          ORDER BY r.record LIMIT 1""", place))
                .or(() -> journaled(handle, """
                                            WHERE cause_topic = ? AND cause_partition = ? AND cause_offset = ?
                                            ORDER BY seq LIMIT 1""", place))
                .or(() -> indexed(handle, there, place));
    }

    /** Where those of the audit's records with these ids stand that are indexed. */
    static Map<String, Receipt> known(Handle handle, Collection<String> ids) {
        Map<String, Receipt> known = new HashMap<>();
        handle.createQuery("""
                           SELECT id, topic, partition, "offset" FROM audit_record
                           WHERE id IN (SELECT value FROM json_each(:ids))""")
                .bind("ids", Json.LENIENT.valueToTree(ids).toString())
                .map((row, context) -> Map.entry(row.getString(1),
                        new Receipt(row.getString(2), row.getInt(3), row.getLong(4))))
                .forEach(one -> known.put(one.getKey(), one.getValue()));
        return known;
    }

    private static Optional<AuditEntry> indexed(Handle handle, String where, Object... values) {
        return query(handle, INDEXED + where, values).map((row, context) -> AuditSearch.entry(row)).findOne();
    }

    private static Optional<AuditEntry> journaled(Handle handle, String where, Object... values) {
        return query(handle, JOURNALED + where, values)
                .map((row, context) -> entry(row.getString(1), row.getInt(2), row.getLong(3), row.getString(4)))
                .findOne();
    }

    private static Query query(Handle handle, String sql, Object... values) {
        var query = handle.createQuery(sql);
        for (int i = 0; i < values.length; i++) {
            query.bind(i, values[i]);
        }
        return query;
    }

    private static AuditEntry entry(@Nullable String topic, int partition, long offset, String text) {
        AuditEvent event = SqliteAuditIndex.parse(text);
        Receipt position = topic == null
                ? new Receipt(SqliteAuditJournal.topic(event.data().node()), 0, event.data().seq())
                : new Receipt(topic, partition, offset);
        return new AuditEntry(position, event);
    }
}
