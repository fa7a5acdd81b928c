package dev.gatehouse.server.job;

import dev.gatehouse.model.job.JobState;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.lock.FencedLocks;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's hold on one job: the lock, the token, and what is written under it. */
final class JobHold implements JobRun.Keeper {

    private static final Logger LOG = LoggerFactory.getLogger(JobHold.class);

    private final String id;
    private final JobBook book;
    private final Consumer<String> onOver;
    private volatile FencedLocks.Lease lease;
    private volatile long claimed;

    JobHold(String id, JobBook book, FencedLocks.Lease lease, Consumer<String> onOver) {
        this.id = id;
        this.book = book;
        this.lease = lease;
        this.onOver = onOver;
    }

    /** Keeps the lock; where the store does not answer, the lock runs out by itself. */
    void renew() {
        try {
            if (!lease.renew()) {
                LOG.warn("The lock of job {} was lost; the job goes on here only if nobody else has taken it", id);
            }
        } catch (LiveStateUnavailableException e) {
            LOG.debug("The lock of job {} cannot be renewed now", id, e);
        }
    }

    @Override
    public JobRecord hold() {
        if (!lease.renew()) {
            lease = book.take(id);
        }
        long token = lease.token();
        if (token != claimed) {
            book.claim(id, token);
            claimed = token;
        }
        JobRecord record = book.prepared(id);
        if (record.token() != token || record.job().state().isOver()) {
            throw new JobLostException("another node has taken it over while its file was fetched");
        }
        return record;
    }

    @Override
    public void advanced(JobBatch batch) {
        book.advanced(id, claimed, batch);
    }

    @Override
    public void turned(JobState state, @Nullable String detail) {
        if (claimed == 0) {
            hold();
        }
        book.turned(id, claimed, state, detail);
    }

    @Override
    public void over() {
        try {
            lease.release();
        } catch (LiveStateUnavailableException e) {
            LOG.debug("The lock of job {} runs out by itself", id, e);
        }
        onOver.accept(id);
    }
}
