package dev.gatehouse.server.audit;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.log.Backoff;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.RecordTooLargeException;
import dev.gatehouse.server.schedule.Threads;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves this node's records to the log, in the order of the chain, and marks each only after its acknowledgement. A
 * crash, or an append whose end is unknown, makes it send records again: readers drop repeats by the event's id.
 */
public final class AuditRelay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditRelay.class);
    private static final int BATCH = 1_000;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final AuditOutbox outbox;
    private final EventLog log;
    private final Semaphore added = new Semaphore(0);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), stop);
    private final Thread thread;
    /** How many are sent together next: all, but after a failure one, so that whatever it was stops none before it. */
    private int together = BATCH;

    /** Starts moving what waits. */
    public AuditRelay(AuditOutbox outbox, EventLog log) {
        this.outbox = outbox;
        this.log = log;
        this.thread = Thread.ofPlatform().daemon().name("audit-relay").unstarted(this::run);
        outbox.onAdded(added::release);
        thread.start();
    }

    /** How many records wait for the log. */
    public long queueLength() {
        return outbox.length();
    }

    /** Moves what waits, if the log answers, and stops. What could not be moved stays for the next start. */
    @Override
    public void close() {
        stop.countDown();
        added.release();
        Threads.join(thread);
    }

    private void run() {
        boolean told = false;
        while (stop.getCount() > 0) {
            added.drainPermits();
            try {
                if (moveBatch() == 0 && !added.tryAcquire(LOOK_AGAIN.toNanos(), TimeUnit.NANOSECONDS)) {
                    LOG.trace("No audit record was added.");
                }
                backoff.reset();
                if (told) {
                    LOG.info("Audit records reach the log again.");
                    told = false;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException | RuntimeException e) {
                if (!told) {
                    Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
                    LOG.warn("Audit records wait on disk, as they do not reach the log: {}", cause.getMessage());
                    told = true;
                }
                LOG.debug("Moving audit records to the log failed.", e);
                if (!backoff.pause()) {
                    return;
                }
            }
        }
        moveRest();
    }

    private void moveRest() {
        try {
            while (moveBatch() > 0) {
                LOG.debug("Audit records were moved while stopping.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            LOG.warn("Audit records wait on disk for the next start: {}", e.getMessage());
        }
    }

    private int moveBatch() throws InterruptedException, ExecutionException {
        int most = together;
        together = 1;
        List<AuditOutbox.Waiting> batch = outbox.waiting(most);
        List<CompletableFuture<Receipt>> appended = log.appendInOrder(
                batch.stream().map(waiting -> new EventLog.Message(waiting.actor(), waiting.event())).toList());
        Map<Long, Receipt> sent = new LinkedHashMap<>();
        AuditOutbox.Waiting tooLarge = null;
        try {
            for (int i = 0; i < batch.size(); i++) {
                sent.put(batch.get(i).seq(), appended.get(i).get());
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
            tooLarge = batch.get(sent.size());
        } finally {
            if (!sent.isEmpty()) {
                outbox.sent(sent);
            }
        }
        int moved = tooLarge == null ? sent.size() : sent.size() + moveCut(tooLarge);
        together = Math.min(BATCH, 2 * most);
        return moved;
    }

    /** A record that the log refuses for its size must not hold up those behind it. */
    private int moveCut(AuditOutbox.Waiting whole) throws InterruptedException, ExecutionException {
        LOG.warn("The audit record {} is too large for the log, which gets it without before and after; the journal"
                + " keeps it whole.", whole.seq());
        outbox.sentCut(whole.seq(), log.append(whole.actor(), AuditChain.cut(whole.event())).get());
        return 1;
    }
}
