package dev.gatehouse.server;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.health.DependencyHealth;
import dev.gatehouse.model.health.DependencyState;
import dev.gatehouse.model.health.ReplicaAge;
import dev.gatehouse.server.audit.AuditIndex;
import dev.gatehouse.server.audit.AuditIndexer;
import dev.gatehouse.server.audit.AuditRelay;
import dev.gatehouse.server.audit.sqlite.SqliteAuditIndex;
import dev.gatehouse.server.audit.sqlite.SqliteAuditJournal;
import dev.gatehouse.server.auth.Accounts;
import dev.gatehouse.server.auth.Passwords;
import dev.gatehouse.server.auth.sqlite.SqliteAccounts;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.health.NodeMetrics;
import dev.gatehouse.server.log.ChangeLog;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.LogUnavailableException;
import dev.gatehouse.server.log.ReplicaWatch;
import dev.gatehouse.server.log.ReservedLog;
import dev.gatehouse.server.log.TracedReplica;
import dev.gatehouse.server.log.kafka.KafkaEventLog;
import dev.gatehouse.server.log.kafka.KafkaTopic;
import dev.gatehouse.server.log.sqlite.SqliteEventLog;
import dev.gatehouse.server.log.sqlite.SqliteReplica;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.sqlite.SqliteFile;
import dev.gatehouse.server.user.UserService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of a node that commands need: its data folder, the log, the replica and the audit. No network of its own. */
final class Core implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Core.class);
    private static final int AUDIT_PARTITIONS = 3;
    private static final Duration APPEND_PATIENCE = Duration.ofSeconds(2);
    /** Some times the pause between two looks. */
    private static final Duration CURRENT_FOR = Duration.ofSeconds(12);
    private static final Duration CATCH_UP_PATIENCE = Duration.ofSeconds(60);

    private final Closing closing;
    private final String node;
    private final Clock clock;
    private final AtomicReference<LongSupplier> heartbeats = new AtomicReference<>(() -> 0L);
    private final AtomicReference<LongSupplier> messages = new AtomicReference<>(() -> 0L);
    private final NodeMetrics metrics = new NodeMetrics(() -> heartbeats.get().getAsLong(),
            () -> messages.get().getAsLong());
    private final ReplicaDatabase replica;
    private final SqliteAuditJournal journal;
    private final TraceWiring traces;
    private final EventLog auditLog;
    private final EventLog changesLog;
    private final OutageWiring outages;
    private final ChangeLog changes;
    private final ReplicaWatch watch;
    private final EventWiring events;
    private final AuditIndex auditIndex;
    private final AuditIndexer indexer;
    private final AuditRelay relay;
    private final AuditWiring audit;
    private final StorageReserve reserve;
    private final AccessWiring access;
    private final Accounts accounts;
    private final Passwords passwords;
    private final UserService users;
    private final Instant openedAt;
    private volatile boolean caughtUp;

    private Core(ServerConfig config, DataFolder folder, String node, Clock clock, Closing closing) {
        this.closing = closing;
        this.node = node;
        this.clock = clock;
        this.openedAt = clock.instant();
        this.replica = closing.add("replica", new ReplicaDatabase(folder.path()));
        this.journal = new SqliteAuditJournal(replica, node, clock);
        this.traces = new TraceWiring(config.traces(), node, replica, clock, closing);
        this.reserve = new StorageReserve(folder.path(), config.journal().reserveMib());
        this.outages = closing.add("rehearsals", new OutageWiring(config, journal, clock));
        ServerConfig.Kafka kafka = config.kafka();
        if (kafka.configured()) {
            this.changesLog = closing.add("change log", outages.commands(new KafkaEventLog(
                    new KafkaTopic(kafka.bootstrap(), kafka.changesTopic(), 1, true, APPEND_PATIENCE), clock)));
            this.auditLog = closing.add("audit log", outages.records(new KafkaEventLog(
                    new KafkaTopic(kafka.bootstrap(), kafka.auditTopic(), AUDIT_PARTITIONS, true, APPEND_PATIENCE),
                    clock)));
        } else {
            SqliteFile logFile = closing.add("log file", SqliteEventLog.openFile(folder.path()));
            this.changesLog = closing.add("change log", new SqliteEventLog(logFile, kafka.changesTopic()));
            this.auditLog = closing.add("audit log", new SqliteEventLog(logFile, kafka.auditTopic()));
        }
        this.access = new AccessWiring(kafka, metrics, node, clock, closing);
        this.auditIndex = new SqliteAuditIndex(replica, clock);
        this.indexer = closing.add("audit indexer", new AuditIndexer(auditIndex, auditLog));
        this.audit = new AuditWiring(new AuditWiring.Own(replica, journal, node, clock), auditIndex, indexer);
        IndexWiring.follow(config, indexer, changesLog, clock, closing);
        this.relay = closing.add("audit relay", new AuditRelay(journal, auditLog));
        this.changes = closing.add("changes", new ChangeLog(new ReservedLog(changesLog, reserve::require),
                new TracedReplica(new SqliteReplica(replica, node,
                        (handle, applied) -> journal.insert(handle, AuditRecords.of(applied))), traces.tracer(),
                        clock),
                node, clock, metrics.latencyOf("log")));
        this.watch = new ReplicaWatch(changesLog, changes, clock, CURRENT_FOR);
        this.events = new EventWiring(node, replica, clock, closing);
        events.tell(changes);
        this.accounts = new SqliteAccounts(replica);
        this.passwords = closing.add("hashing threads", new Passwords(config.guards().hashingThreads()));
        this.users = new UserService(changes, passwords, clock);
    }

    /**
     * Opens a data folder and begins to read the log.
     *
     * @throws DataFolder.InUseException where another process has the folder
     * @throws StartException with one sentence for people
     */
    static Core open(ServerConfig config, Clock clock) throws DataFolder.InUseException, StartException {
        Closing closing = new Closing();
        try {
            DataFolder folder = closing.add("data folder", DataFolder.take(config.data()));
            return new Core(config, folder, folder.nodeId(config.node().id()), clock, closing);
        } catch (StorageException e) {
            closing.close();
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (DataFolder.InUseException | StartException | RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    /** Begins to apply changes, and waits a while for all that the log holds now. */
    void start() {
        changes.start();
        try {
            reachEnd(CATCH_UP_PATIENCE);
        } catch (LogUnavailableException e) {
            LOG.warn("The log is away, so the node starts with what its replica has: {}", e.getMessage());
            caughtUp = changes.appliedOffset() >= 0;
        }
    }

    /** Looks once more how current the replica is, and whether it has caught up; does not wait for it. */
    void lookAgain() {
        watch.look();
        if (!caughtUp) {
            reachEnd(Duration.ZERO);
        }
    }

    private void reachEnd(Duration patience) {
        long last = changesLog.ends().getOrDefault(0, 0L) - 1;
        try {
            changes.reached(last).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            caughtUp = true;
        } catch (TimeoutException e) {
            LOG.info("The replica is at change {} of {}; the node is ready when it has caught up.",
                    changes.appliedOffset(), last);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Waiting for the log cannot fail", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How current the replica is. */
    ReplicaAge replicaAge() {
        return watch.age();
    }

    /** Whether the replica has all that the log held when the node started. */
    boolean isCaughtUp() {
        return caughtUp;
    }

    /** Has the messages that are written to sockets counted, once there is somebody who counts them. */
    void countMessages(LongSupplier counter) {
        messages.set(counter);
    }

    /** Has the clients' heartbeats counted, once there is somebody who counts them. */
    void countHeartbeats(LongSupplier counter) {
        heartbeats.set(counter);
    }

    String node() {
        return node;
    }

    Clock clock() {
        return clock;
    }

    NodeMetrics metrics() {
        return metrics;
    }

    ReplicaDatabase replica() {
        return replica;
    }

    SqliteAuditJournal journal() {
        return journal;
    }

    TraceWiring traces() {
        return traces;
    }

    AuditIndex auditIndex() {
        return auditIndex;
    }

    AccessWiring access() {
        return access;
    }

    AuditWiring audit() {
        return audit;
    }

    StorageReserve reserve() {
        return reserve;
    }

    AuditIndexer indexer() {
        return indexer;
    }

    ChangeLog changes() {
        return changes;
    }

    EventWiring events() {
        return events;
    }

    Accounts accounts() {
        return accounts;
    }

    Passwords passwords() {
        return passwords;
    }

    UserService users() {
        return users;
    }

    /** Doors, breakers and rehearsals. */
    OutageWiring outages() {
        return outages;
    }

    /** Kafka as this node sees it. */
    DependencyHealth kafkaHealth() {
        DependencyHealth seen = outages.kafkaHealth(queues(), openedAt);
        return seen.state() != DependencyState.DEGRADED
                ? seen
                : new DependencyHealth(seen.name(), seen.state(), seen.since(),
                        seen.detail() + " Users and routes are served as they were at change "
                                + changes.appliedOffset() + ".",
                        seen.breaker(), seen.queues(), seen.dataAgeMillis());
    }

    private Map<String, Long> queues() {
        return access.with(Map.of("audit records to relay", relay.queueLength()));
    }

    /** SQLite as this node sees it: it is asked for one row. */
    DependencyHealth sqliteHealth() {
        String fault = null;
        long startedNanos = System.nanoTime();
        try {
            accounts.hasAdmin();
            reserve.require();
        } catch (StorageException e) {
            fault = e.getMessage();
        }
        metrics.latencyOf("sqlite").accept(System.nanoTime() - startedNanos);
        return new DependencyHealth("sqlite", fault == null ? DependencyState.LIVE : DependencyState.DEGRADED, openedAt,
                fault == null ? "The replica answers; it is at change " + changes.appliedOffset() + "." : fault, null,
                Map.of(), 0);
    }

    /** The actor behind commands that an operator gives on the machine itself. */
    static Actor localOperator() {
        return new Actor("local", "local operator", null);
    }

    @Override
    public void close() {
        closing.close();
    }
}
