package dev.gatehouse.server.audit;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.LogUnavailableException;
import dev.gatehouse.server.log.Threads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the log's audit records into the index, and knows how far that has come. */
public final class AuditIndexer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditIndexer.class);
    private static final Duration ASK = Duration.ofSeconds(1);

    private final AuditIndex index;
    private final EventLog log;
    private final List<Consumer<List<AuditEntry>>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final EventLog.Subscription subscription;
    private final Thread asking;
    /** The log's ends when last asked; absent while it does not answer. */
    private volatile @Nullable Map<Integer, Long> ends;

    /** Starts where the index ends. */
    public AuditIndexer(AuditIndex index, EventLog log) {
        this.index = index;
        this.log = log;
        this.asking = Thread.ofPlatform().daemon().name("audit-ends").start(this::askForEnds);
        this.subscription = log.subscribe(index.positions(log.topic()), new EventLog.Reader() {
            @Override
            public void read(List<EventLog.Entry> entries) {
                tell(index.add(entries));
            }

            @Override
            public void gap(int partition, long from, long to) {
                LOG.warn("The log no longer holds {}/{} from {} to {}; these audit records are not in the index.",
                        log.topic(), partition, from, to);
                index.gap(log.topic(), partition, from, to);
            }
        });
    }

    /** Has {@code listener} called with what was new, each time after it is on disk, by one thread. */
    public void onIndexed(Consumer<List<AuditEntry>> listener) {
        listeners.add(listener);
    }

    /** What range of the log the index covers. It asks the log for its ends, unless that was away a moment ago. */
    public Coverage coverage() {
        Map<Integer, Long> asked = ends == null ? null : ask();
        List<Coverage.PartitionCoverage> partitions = index.coverage(log.topic(), asked);
        boolean complete = asked != null;
        for (Coverage.PartitionCoverage partition : partitions) {
            Long end = partition.logEnd();
            complete = complete && end != null && partition.next() >= end;
        }
        return new Coverage(partitions, complete);
    }

    /** Stops; what is not indexed yet will be at the next start. */
    @Override
    public void close() {
        stop.countDown();
        subscription.close();
        Threads.join(asking);
    }

    private void tell(List<AuditEntry> added) {
        if (added.isEmpty()) {
            return;
        }
        for (Consumer<List<AuditEntry>> listener : listeners) {
            try {
                listener.accept(added);
            } catch (RuntimeException e) {
                LOG.error("A listener failed on {} audit records; the others still hear of them.", added.size(), e);
            }
        }
    }

    private void askForEnds() {
        try {
            do {
                ask();
            } while (!stop.await(ASK.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Map<Integer, Long> ask() {
        Map<Integer, Long> asked = null;
        try {
            asked = log.ends();
        } catch (LogUnavailableException e) {
            LOG.debug("The ends of {} are not known.", log.topic(), e);
        }
        ends = asked;
        return asked;
    }
}
