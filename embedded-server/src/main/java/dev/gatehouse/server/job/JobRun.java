package dev.gatehouse.server.job;

import dev.gatehouse.model.job.JobState;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.log.Backoff;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job at work on this node, from its start or its resumption until it ends, is cancelled or lost, or the node stops. */
final class JobRun implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final String id;
    private final JobKind kind;
    private final Path file;
    private final Keeper keeper;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, stop);
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean cancelled;

    /** Keeps what a run reports. Each of these throws {@link JobLostException} where the job is somebody else's by now. */
    interface Keeper {

        /** Makes sure that the job is this node's, in the log too, and that its file is there. */
        JobRecord hold();

        /** A batch is done. */
        void advanced(JobBatch batch);

        /** The job is in another state. */
        void turned(JobState state, @Nullable String detail);

        /** The run is over, whatever became of the job. */
        void over();
    }

    JobRun(String id, JobKind kind, Path file, Keeper keeper) {
        this.id = id;
        this.kind = kind;
        this.file = file;
        this.keeper = keeper;
    }

    /** Has the job end as cancelled: at once where it waits for its turn, else after the batch under way. */
    void cancel() {
        cancelled = true;
        stop.countDown();
        if (begun.compareAndSet(false, true)) {
            try {
                leave();
            } catch (JobLostException e) {
                LOG.debug("Job {} is not cancelled by this node", id, e);
            } finally {
                end();
            }
        }
    }

    /** Has the run end after the batch under way; the job can be resumed. */
    void stop() {
        stop.countDown();
    }

    /** Waits for the run's end; false where it did not come in time. */
    boolean awaitEnd(Duration most) throws InterruptedException {
        return left.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        try {
            while (!attempt()) {
                LOG.debug("Job {} tries again", id);
            }
        } catch (JobLostException e) {
            LOG.info("Job {} is no longer this node's: {}", id, e.getMessage());
        } catch (StorageException | LiveStateUnavailableException | RequestFailure e) {
            LOG.error("Job {} cannot be kept, so it waits until it is taken up again: {}", id, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.info("Job {} was interrupted in a batch, which comes again when the job is resumed", id);
        } finally {
            end();
        }
    }

    private void end() {
        left.countDown();
        keeper.over();
    }

    /** Works until there is nothing left to do; false where something is away and it is to be tried again. */
    private boolean attempt() throws InterruptedException {
        try {
            work();
            return true;
        } catch (IOException e) {
            LOG.error("Job {} cannot read its file", id, e);
            keeper.turned(JobState.FAILED, "The job's file cannot be read: " + e.getMessage());
            return true;
        } catch (JobLostException e) {
            throw e;
        } catch (JobInputGoneException e) {
            LOG.error("Job {} ends: {}", id, e.getMessage());
            keeper.turned(JobState.FAILED, e.getMessage());
            return true;
        } catch (RuntimeException e) {
            String reason = Outages.reason(e);
            if (reason == null) {
                LOG.error("Job {} failed", id, e);
                keeper.turned(JobState.FAILED, "Something broke inside; the node's log has it under the job's id.");
                return true;
            }
            LOG.info("Job {} pauses: {}", id, reason);
            pause(reason);
            return !backoff.pause() && leave();
        }
    }

    /** Tells of the pause; where even that cannot be kept, the job waits without telling. */
    private void pause(String reason) {
        try {
            keeper.turned(JobState.PAUSED, reason);
        } catch (StorageException | LiveStateUnavailableException | RequestFailure e) {
            LOG.warn("That job {} pauses cannot be kept: {}", id, e.getMessage());
        }
    }

    private void work() throws IOException, InterruptedException {
        try (JobWork work = kind.open(keeper.hold(), file)) {
            while (stop.getCount() > 0) {
                JobBatch batch = work.next();
                if (batch == null) {
                    keeper.turned(JobState.DONE, null);
                    return;
                }
                keeper.advanced(batch);
                backoff.reset();
            }
        }
        leave();
    }

    private boolean leave() {
        if (cancelled) {
            keeper.turned(JobState.CANCELLED, null);
        } else {
            keeper.turned(JobState.PAUSED, Jobs.NODE_STOPPED);
        }
        return true;
    }
}
