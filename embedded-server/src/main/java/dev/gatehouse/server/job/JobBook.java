package dev.gatehouse.server.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.job.Job;
import dev.gatehouse.model.job.JobState;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.lock.FencedLocks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is written of jobs: by whom they are worked on, how far they have come, how they ended. Safe for several threads. */
final class JobBook {

    /** How long a job is kept after its end. */
    static final Duration KEPT = Duration.ofDays(30);
    private static final Duration TIDY_EVERY = Duration.ofMinutes(1);

    private final JobStore store;
    private final JobFiles files;
    private final JobLive live;
    private final JobSecrets secrets;
    private final AuditJournal journal;
    private final JobFleet fleet;
    private final Clock clock;
    private final AtomicLong version = new AtomicLong();
    private volatile long tidiedNanos = System.nanoTime() - TIDY_EVERY.toNanos();

    JobBook(Jobs.Keeping keeping, AuditJournal journal, JobFleet fleet, Clock clock) {
        this.store = keeping.store();
        this.files = keeping.files();
        this.live = keeping.live();
        this.secrets = keeping.secrets();
        this.journal = journal;
        this.fleet = fleet;
        this.clock = clock;
    }

    /** Another number after every change of any job. */
    long version() {
        return version.get();
    }

    /** A job has changed, here or elsewhere. */
    void changed() {
        version.incrementAndGet();
    }

    /** Takes the lock of a job; absent where somebody has it. */
    FencedLocks.@Nullable Lease lease(String id) {
        return live.locks().take(JobRecord.lock(id), fleet.lease());
    }

    JobRecord record(String id) {
        JobRecord record = store.find(id);
        if (record == null) {
            throw new RequestFailure(ErrorCode.NOT_FOUND,
                    "There is no such job. A job is kept for " + KEPT.toDays() + " days after its end.");
        }
        return record;
    }

    /** Takes the lock of a job that this node has lost. */
    FencedLocks.Lease take(String id) {
        FencedLocks.Lease lease = lease(id);
        if (lease == null) {
            throw new JobLostException("another node has its lock");
        }
        return lease;
    }

    /** Notes that this node is about to work on a job; false where somebody with a newer token is. */
    boolean begun(String id, long token) {
        boolean mine = store.claim(id, token, fleet.node())
                && store.state(id, token, JobState.RUNNING, null, clock.instant());
        told();
        return mine;
    }

    /** Notes that this node works on a job, in the store and in the log. */
    void claim(String id, long token) {
        if (!store.claim(id, token, fleet.node())) {
            throw new JobLostException("it is over, or another node works on it");
        }
        fence(record(id));
        turn(id, token, JobState.RUNNING, null);
    }

    void fence(JobRecord record) {
        fleet.log().claim(record.job().id(), record.fence(), record.actor(), record.traceparent());
    }

    /** The job, whose file is there. */
    JobRecord prepared(String id) {
        if (!files.has(id)) {
            fetch(id);
        }
        return record(id);
    }

    private void fetch(String id) {
        String secret = secrets.find(id);
        if (secret == null) {
            throw new JobInputGoneException("The key of this job's table is forgotten. What was done stays done; begin"
                    + " another job for the rest.");
        }
        files.fill(id, part -> live.inputs().fetch(id, part, secret));
    }

    /** Keeps a new job, whose table is there for other nodes first. */
    void create(JobRecord record) {
        String id = record.job().id();
        String secret = secrets.share(id, record.actor());
        try {
            live.inputs().publish(id, files.path(id), secret);
            note(Action.JOB_START, record.actor(), record.job(), Outcome.ACCEPTED, record.traceparent());
            store.create(record);
        } catch (RuntimeException e) {
            try {
                live.inputs().forget(id);
            } catch (LiveStateUnavailableException away) {
                e.addSuppressed(away);
            }
            throw e;
        }
    }

    /**
     * Removes files and keys of jobs that are over, wherever they ended; does so once a minute, however often it is asked.
     *
     * @param busy whether this node has a job's file in hand
     */
    void tidy(Predicate<String> busy) {
        if (System.nanoTime() - tidiedNanos < TIDY_EVERY.toNanos()) {
            return;
        }
        tidiedNanos = System.nanoTime();
        Predicate<String> needed = id -> {
            if (busy.test(id)) {
                return true;
            }
            JobRecord record = store.find(id);
            return record != null && !record.job().state().isOver();
        };
        files.keepOnly(needed);
        secrets.keepOnly(needed);
    }

    void advanced(String id, long token, JobBatch batch) {
        if (!store.advance(id, token, batch, clock.instant())) {
            throw new JobLostException("another node works on it");
        }
        told();
    }

    /** Keeps a job's state; an end goes into the book first, and the file is removed last. */
    void turned(String id, long token, JobState state, @Nullable String detail) {
        if (state.isOver()) {
            JobRecord record = record(id);
            Job job = record.job();
            if (record.token() != token || job.state().isOver()) {
                throw new JobLostException("another node works on it");
            }
            Instant now = clock.instant();
            note(Action.JOB_END, record.actor(),
                    new Job(job.id(), job.kind(), job.title(), state, job.node(), job.by(), job.total(), job.done(),
                            job.failed(), detail, job.outcome(), job.createdAt(), now, now),
                    state == JobState.FAILED ? Outcome.FAILED : Outcome.ACCEPTED, record.traceparent());
        }
        turn(id, token, state, detail);
        if (state.isOver()) {
            files.delete(id);
            live.inputs().forget(id);
        }
    }

    void turn(String id, long token, JobState state, @Nullable String detail) {
        if (!store.state(id, token, state, detail, clock.instant())) {
            throw new JobLostException("another node works on it");
        }
        told();
    }

    private void told() {
        changed();
        fleet.words().changed();
    }

    void note(Action action, Actor actor, Job job, Outcome outcome, @Nullable String traceparent) {
        JsonNode after = Json.LENIENT.valueToTree(job);
        journal.note(AuditDraft.of(actor, action, "job/" + job.id(), outcome, clock.instant())
                .withReason(job.detail()).withChange(null, after).withTraceparent(traceparent));
    }
}
