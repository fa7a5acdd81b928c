package dev.gatehouse.bench;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditIndexer;
import dev.gatehouse.server.audit.AuditRelay;
import dev.gatehouse.server.audit.sqlite.SqliteAuditIndex;
import dev.gatehouse.server.audit.sqlite.SqliteAuditJournal;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.Change;
import dev.gatehouse.server.log.ChangeLog;
import dev.gatehouse.server.log.Decision;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.Ids;
import dev.gatehouse.server.log.kafka.KafkaEventLog;
import dev.gatehouse.server.log.kafka.KafkaTopic;
import dev.gatehouse.server.log.sqlite.SqliteEventLog;
import dev.gatehouse.server.log.sqlite.SqliteReplica;
import dev.gatehouse.server.outage.Door;
import dev.gatehouse.server.outage.GuardedEventLog;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.sqlite.SqliteFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The change log with all that a node hangs on it: the replica, the audit journal, its relay and its index. */
final class NodeLog implements AutoCloseable {

    private static final String NODE = "bench-node";
    private static final Actor ACTOR = new Actor("bench", "bench", null);

    private final @Nullable SqliteFile file;
    private final EventLog changesLog;
    private final EventLog auditLog;
    private final ReplicaDatabase replica;
    private final SqliteAuditJournal journal;
    private final AuditIndexer indexer;
    private final AuditRelay relay;
    private final ChangeLog changes;
    private final List<String> users = new ArrayList<>();
    private final AtomicLong submitted = new AtomicLong();

    private NodeLog(@Nullable SqliteFile file, EventLog changesLog, EventLog auditLog, Path folder, Clock clock) {
        this.file = file;
        this.changesLog = changesLog;
        this.auditLog = auditLog;
        this.replica = new ReplicaDatabase(folder);
        this.journal = new SqliteAuditJournal(replica, NODE, clock);
        this.indexer = new AuditIndexer(new SqliteAuditIndex(replica, clock), auditLog);
        this.relay = new AuditRelay(journal, auditLog);
        this.changes = new ChangeLog(changesLog, new SqliteReplica(replica, NODE, this::record), NODE, clock, _ -> {});
    }

    /** The log in SQLite. */
    static NodeLog sqlite(Path folder, Clock clock) {
        SqliteFile file = SqliteEventLog.openFile(folder);
        return new NodeLog(file, new SqliteEventLog(file, "bench.changes"), new SqliteEventLog(file, "bench.audit"),
                folder, clock);
    }

    /** The log in Kafka. */
    static NodeLog kafka(String bootstrap, Path folder, Clock clock) {
        return new NodeLog(null,
                GuardedEventLog.ofCommands(new KafkaEventLog(
                        new KafkaTopic(bootstrap, "bench.changes", 1, true, KafkaTopic.PATIENCE), clock),
                        new Door("kafka", clock)),
                new KafkaEventLog(new KafkaTopic(bootstrap, "bench.audit", 3, false, KafkaTopic.PATIENCE), clock),
                folder, clock);
    }

    /** Begins to apply changes and creates one user per thread that will change it. */
    void start(int threads) {
        changes.start();
        for (int i = 0; i < threads; i++) {
            String id = Ids.next();
            changes.submit(new Change.CreateUser(id, "user-" + i, null, null, Set.of(), "no hash"), null, ACTOR);
            users.add(id);
        }
    }

    /** Changes a user and waits until this node has applied it. */
    void submit(int thread) {
        String name = String.format(Locale.ROOT, "Name %d", submitted.incrementAndGet());
        Applied applied = changes.submit(new Change.UpdateUser(users.get(thread), name, null, null), null, ACTOR);
        if (!(applied.decision() instanceof Decision.Accepted) || applied.repeat()) {
            throw new BenchFailure("A change was not accepted.");
        }
    }

    /** Whether the replica has every change: each raised a version by one. */
    boolean isWhole() {
        long versions = replica.read(handle -> handle.createQuery("SELECT sum(version) FROM user").mapTo(Long.class)
                .one());
        return versions == submitted.get() + users.size();
    }

    private void record(Handle handle, Applied applied) {
        AuditDraft draft = AuditDraft.of(applied.command().actor(), Action.USER_UPDATE,
                "user/" + applied.command().change().id(), Outcome.ACCEPTED, applied.command().at())
                .withCause(applied.position()).withTraceparent(applied.command().traceparent());
        journal.insert(handle, applied.decision() instanceof Decision.Accepted accepted
                ? draft.withChange(accepted.before(), accepted.after())
                : draft);
    }

    @Override
    public void close() {
        changes.close();
        relay.close();
        indexer.close();
        auditLog.close();
        changesLog.close();
        if (file != null) {
            file.close();
        }
        replica.close();
    }
}
