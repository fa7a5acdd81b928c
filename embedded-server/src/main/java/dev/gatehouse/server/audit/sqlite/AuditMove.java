package dev.gatehouse.server.audit.sqlite;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.audit.TopicReader;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.util.List;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves what an older version indexed into the tables of this one, and drops the old table when it is empty. */
final class AuditMove {

    private static final Logger LOG = LoggerFactory.getLogger(AuditMove.class);
    private static final int BATCH = 2_000;

    private AuditMove() {}

    /** @param add writes records within the transaction, without regard to positions */
    static void run(ReplicaDatabase replica, BiConsumer<Handle, List<TopicReader.Read>> add) {
        long moved = 0;
        while (replica.<Boolean>write(AuditMove::isThere)) {
            int batch = replica.write(handle -> {
                List<EventLog.Entry> entries = handle
                        .createQuery("""
                                     SELECT topic, partition, "offset", event FROM audit_record_old
                                     ORDER BY record LIMIT :most""")
                        .bind("most", BATCH)
                        .map((row, context) -> new EventLog.Entry(
                                new Receipt(row.getString(1), row.getInt(2), row.getLong(3)), "", row.getString(4)))
                        .list();
                add.accept(handle, entries.stream().map(TopicReader.AUDIT::read).toList());
                handle.execute("DELETE FROM audit_record_old WHERE record IN "
                        + "(SELECT record FROM audit_record_old ORDER BY record LIMIT ?)", BATCH);
                if (entries.size() < BATCH) {
                    handle.execute("DROP TABLE audit_record_old");
                }
                return entries.size();
            });
            moved += batch;
        }
        if (moved > 0) {
            LOG.info("Moved {} audit records into the new index.", moved);
        }
    }

    private static boolean isThere(Handle handle) {
        return handle.createQuery("SELECT 1 FROM sqlite_master WHERE name = 'audit_record_old'")
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }
}
