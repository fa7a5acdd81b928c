package dev.gatehouse.server;

import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.server.audit.AuditAnchorStore;
import dev.gatehouse.server.audit.AuditAnchors;
import dev.gatehouse.server.audit.AuditIndex;
import dev.gatehouse.server.audit.AuditIndexer;
import dev.gatehouse.server.audit.AuditVerifier;
import dev.gatehouse.server.audit.AuditVerifyEndpoint;
import dev.gatehouse.server.audit.sqlite.SqliteAuditAnchors;
import dev.gatehouse.server.audit.sqlite.SqliteAuditJournal;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Puts into a node what keeps its audit whole: anchors, the check of the chains, the trimming of the journal. */
final class AuditWiring {

    private static final Duration TRIM_EVERY = Duration.ofMinutes(1);
    private static final Duration REACH_PATIENCE = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Own own;
    private final AuditIndexer indexer;
    private final AuditVerifier verifier;
    private final AuditAnchors anchors;

    /** What this node writes. */
    record Own(ReplicaDatabase replica, SqliteAuditJournal journal, String node, Clock clock) {}

    AuditWiring(Own own, AuditIndex index, AuditIndexer indexer) {
        this.own = own;
        this.indexer = indexer;
        AuditAnchorStore store = new SqliteAuditAnchors(own.replica, own.node);
        this.verifier = new AuditVerifier(index, store, this::reach);
        this.anchors = new AuditAnchors(index, store, own.journal, own.node, own.clock);
        indexer.onIndexed(anchors::learn);
    }

    /** Begins to look after the journal. */
    void start(ServerConfig.Journal config, Closing closing) {
        long startedNanos = System.nanoTime();
        closing.add("journal trimming", new Ticker("journal-trimming", TRIM_EVERY, () -> trim(config.age())));
        closing.add("audit anchors", new Ticker("audit-anchors", config.anchorEvery(), () -> {
            if (System.nanoTime() - startedNanos >= config.anchorEvery().toNanos()) {
                anchors.look();
            }
        }));
    }

    AuditVerifier verifier() {
        return verifier;
    }

    Endpoint endpoint() {
        return new AuditVerifyEndpoint(verifier, own.journal, own.clock).endpoint();
    }

    /** Waits until the index has what the log has now; false where that takes too long or the log is away. */
    boolean reach() {
        return reach(REACH_PATIENCE);
    }

    /** Waits until the index, which was opened a moment ago, has what the log has; false where that takes too long. */
    boolean reachAfterOpening(Duration patience) {
        long untilNanos = System.nanoTime() + patience.toNanos();
        while (!reach(REACH_PATIENCE)) {
            if (System.nanoTime() > untilNanos || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return true;
    }

    private boolean reach(Duration patience) {
        long untilNanos = System.nanoTime() + patience.toNanos();
        Map<Integer, Long> ends = new HashMap<>();
        for (Coverage.PartitionCoverage partition : indexer.coverage().partitions()) {
            Long end = partition.logEnd();
            if (end == null) {
                return false;
            }
            ends.put(partition.partition(), end);
        }
        while (!hasReached(ends)) {
            if (System.nanoTime() > untilNanos || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return true;
    }

    private boolean hasReached(Map<Integer, Long> ends) {
        return indexer.coverage().partitions().stream()
                .allMatch(partition -> partition.next() >= ends.getOrDefault(partition.partition(), 0L));
    }

    private void trim(Duration age) {
        while (own.journal.trim(own.clock.instant().minus(age)) > 0 && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }
}
