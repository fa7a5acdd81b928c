package dev.gatehouse.server.job;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.job.Job;
import dev.gatehouse.model.job.JobState;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.lock.FencedLocks;
import dev.gatehouse.server.log.Ids;
import dev.gatehouse.server.schedule.Ticker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs: a node takes one that nobody works on by its lock, runs few at a time, and takes up what a node left that died. All
 * nodes see all jobs, and any of them ends one. Safe for use by several threads.
 */
public final class Jobs implements AutoCloseable {

    /** Why a job is paused that was running when its node ended. */
    static final String NODE_STOPPED = "The node stopped.";

    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final int AT_A_TIME = 2;
    private static final int MOST_UNFINISHED = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);
    private static final int LOOKS_PER_LEASE = 4;

    private final JobStore store;
    private final JobFiles files;
    private final JobFleet fleet;
    private final Clock clock;
    private final Map<String, JobKind> kinds;
    private final Map<String, JobRun> runs = new ConcurrentHashMap<>();
    private final Map<String, JobHold> holds = new ConcurrentHashMap<>();
    private final Set<String> drafts = ConcurrentHashMap.newKeySet();
    private final JobBook book;
    private final ExecutorService runners = Executors.newFixedThreadPool(AT_A_TIME,
            Thread.ofPlatform().daemon().name("job-", 1).factory());
    private @Nullable Ticker looking;
    private volatile boolean closed;

    /**
     * Where jobs are kept.
     *
     * @param store of all jobs
     * @param files of those that this node took in or works on
     * @param live  what nodes share
     * @param secrets under which the files lie where nodes share them
     */
    public record Keeping(JobStore store, JobFiles files, JobLive live, JobSecrets secrets) {}

    /**
     * A job that is about to begin. Its file is written first; then it is begun or dropped.
     *
     * @param id   the job's id
     * @param file is there, empty, and for the node's own user alone
     */
    public record Draft(String id, Path file) {}

    /**
     * What a job is to do.
     *
     * @param title a few words for people
     * @param total lines to do
     * @param input what the kind has to know; written as JSON
     */
    public record Plan(String kind, String title, long total, Object input) {}

    /** @param kinds whose jobs can be begun and resumed */
    public Jobs(Keeping keeping, AuditJournal journal, JobFleet fleet, Clock clock, List<? extends JobKind> kinds) {
        this.store = keeping.store;
        this.files = keeping.files;
        this.fleet = fleet;
        this.book = new JobBook(keeping, journal, fleet, clock);
        this.clock = clock;
        this.kinds = kinds.stream().collect(Collectors.toUnmodifiableMap(JobKind::name, Function.identity()));
        fleet.words().onWords(book::changed, this::lookSoon);
    }

    /** Takes up what nobody works on, now and again and again, and forgets what is long over. */
    public void start() {
        try {
            store.forgetEndedBefore(clock.instant().minus(JobBook.KEPT));
        } catch (LiveStateUnavailableException e) {
            LOG.warn("Jobs are taken up when they can be read: {}", e.getMessage());
        }
        look();
        Duration each = fleet.lease().dividedBy(LOOKS_PER_LEASE);
        looking = new Ticker("jobs", each.compareTo(LONGEST_LOOK) < 0 ? each : LONGEST_LOOK, this::look);
    }

    private void lookSoon() {
        Ticker ticker = looking;
        if (ticker != null) {
            ticker.soon();
        }
    }

    private void look() {
        if (closed) {
            return;
        }
        holds.forEach((id, hold) -> alone(id, hold::renew));
        try {
            for (JobRecord record : store.unfinished()) {
                alone(record.job().id(), () -> look(record));
            }
            book.tidy(id -> drafts.contains(id) || runs.containsKey(id));
        } catch (LiveStateUnavailableException e) {
            LOG.debug("Jobs are looked at when they can be read", e);
        }
    }

    /** Does something about one job; what fails there is no other job's. */
    private static void alone(String id, Runnable work) {
        try {
            work.run();
        } catch (LiveStateUnavailableException | RequestFailure | JobLostException e) {
            LOG.debug("Job {} is looked at again", id, e);
        } catch (RuntimeException e) {
            LOG.warn("Job {} could not be looked after and is looked at again: {}", id, e.getMessage(), e);
        }
    }

    private void look(JobRecord record) {
        String id = record.job().id();
        JobRun run = runs.get(id);
        JobKind kind = kinds.get(record.job().kind());
        if (run != null) {
            if (record.cancelled()) {
                run.cancel();
            }
        } else if (record.cancelled()) {
            end(id);
        } else if (kind != null && (record.token() == 0 || kind.resumesByItself())) {
            launch(id, kind);
        } else if (record.job().state() == JobState.RUNNING) {
            leaveToOperators(id);
        }
    }

    /** Its node died, and nobody may go on with it without a look. */
    private void leaveToOperators(String id) {
        underLease(id, token -> book.turn(id, token, JobState.PAUSED, NODE_STOPPED));
    }

    /** Ends a job that nobody works on. */
    private void end(String id) {
        underLease(id, token -> book.turned(id, token, JobState.CANCELLED, null));
    }

    /**
     * Does something to a job that nobody works on, under its lock. A node that stood still and still believes to have it is
     * refused by the log.
     */
    private void underLease(String id, LongConsumer work) {
        FencedLocks.Lease lease = book.lease(id);
        if (lease == null) {
            return;
        }
        try {
            JobRecord before = book.record(id);
            if (store.claim(id, lease.token(), fleet.node())) {
                if (before.token() != 0 && kinds.containsKey(before.job().kind())) {
                    book.fence(book.record(id));
                }
                work.accept(lease.token());
            }
        } finally {
            lease.release();
        }
    }

    /**
     * Prepares a job.
     *
     * @throws RequestFailure {@code busy} where too many wait already
     */
    public Draft draft() {
        if (store.unfinished().size() >= MOST_UNFINISHED) {
            throw RequestFailure.later(ErrorCode.BUSY, "There are " + MOST_UNFINISHED
                    + " jobs that are not over. Let one end, or cancel one.", Duration.ofSeconds(30));
        }
        String id = Ids.next();
        drafts.add(id);
        return new Draft(id, files.create(id));
    }

    /** Drops a job that is not to begin. */
    public void drop(Draft draft) {
        files.delete(draft.id());
        drafts.remove(draft.id());
    }

    /** Begins a job whose file is written. */
    public Job begin(Draft draft, Plan plan, Actor actor) {
        JobKind kind = kind(plan.kind());
        Instant now = clock.instant();
        Job job = new Job(draft.id(), plan.kind(), plan.title(), JobState.RUNNING, fleet.node(), actor.name(),
                plan.total(), 0,
                0, null, true, now, now, null);
        book.create(new JobRecord(job, actor, Trace.current().traceparent(),
                Json.LENIENT.valueToTree(plan.input()).toString(), 0, 0, false));
        drafts.remove(job.id());
        if (!launch(job.id(), kind)) {
            fleet.words().look();
        }
        fleet.words().changed();
        return job;
    }

    /**
     * Resumes a job that is paused; one that runs goes on.
     *
     * @throws RequestFailure {@code not-found}, or {@code conflict} where it is over
     */
    public Job resume(String id, Actor actor) {
        Job job = unfinished(id);
        if (job.state() == JobState.PAUSED && !runs.containsKey(id)) {
            book.note(Action.JOB_RESUME, actor, job, Outcome.ACCEPTED, Trace.current().traceparent());
            JobKind kind = kind(job.kind());
            if (!launch(id, kind)) {
                throw RequestFailure.later(ErrorCode.BUSY,
                        "This node works on as many jobs as it may, or another one has this job.", PATIENCE);
            }
        }
        return find(id);
    }

    /**
     * Cancels a job; what was done stays done. It ends after the batch under way, which is waited for a moment.
     *
     * @throws RequestFailure {@code not-found}, or {@code conflict} where it is over
     */
    public Job cancel(String id, Actor actor) {
        Job job = unfinished(id);
        book.note(Action.JOB_CANCEL, actor, job, Outcome.ACCEPTED, Trace.current().traceparent());
        store.askCancel(id);
        JobRun run = runs.get(id);
        if (run == null) {
            end(id);
            fleet.words().look();
            return find(id);
        }
        run.cancel();
        try {
            if (!run.awaitEnd(PATIENCE)) {
                LOG.info("Job {} ends as soon as its batch does", id);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return find(id);
    }

    private Job unfinished(String id) {
        Job job = find(id);
        if (job.state().isOver()) {
            throw new RequestFailure(ErrorCode.CONFLICT, "This job is over; begin another one.");
        }
        return job;
    }

    /**
     * One job.
     *
     * @throws RequestFailure {@code not-found}
     */
    public Job find(String id) {
        return book.record(id).job();
    }

    /** Some jobs, newest first. */
    List<Job> newest(int offset, int limit) {
        return store.newest(offset, limit);
    }

    /** How many jobs there are. */
    long count() {
        return store.count();
    }

    /** Outcomes of a job in the order of their lines, after a line. */
    List<RowOutcome> outcomes(String id, long afterLine, int limit) {
        return store.outcomes(id, afterLine, limit);
    }

    /** Another number after every change of any job. */
    long version() {
        return book.version();
    }

    /** Has every job stop after its batch; they are resumed when the node is back. */
    @Override
    public void close() {
        closed = true;
        Ticker ticker = looking;
        if (ticker != null) {
            ticker.close();
        }
        List<JobRun> running = new ArrayList<>(runs.values());
        running.forEach(JobRun::stop);
        runners.shutdown();
        try {
            if (!runners.awaitTermination(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                runners.shutdownNow();
                if (!runners.awaitTermination(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                    LOG.warn("A job did not come to the end of its batch; the batch comes again at the next start");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private JobKind kind(String name) {
        JobKind kind = kinds.get(name);
        if (kind == null) {
            throw new RequestFailure(ErrorCode.CONFLICT, "This version of Gatehouse knows no jobs of kind " + name
                    + "; cancel it.");
        }
        return kind;
    }

    /** Whether this node works on the job from here on, or did before. */
    private synchronized boolean launch(String id, JobKind kind) {
        if (runs.containsKey(id)) {
            return true;
        }
        FencedLocks.Lease lease = runs.size() >= AT_A_TIME || closed
                ? null
                : book.lease(id);
        if (lease == null) {
            return false;
        }
        if (!book.begun(id, lease.token())) {
            lease.release();
            return false;
        }
        JobHold hold = new JobHold(id, book, lease, this::over);
        JobRun run = new JobRun(id, kind, files.path(id), hold);
        LOG.info("This node works on job {}", id);
        runs.put(id, run);
        holds.put(id, hold);
        runners.execute(run);
        return true;
    }

    private void over(String id) {
        runs.remove(id);
        holds.remove(id);
        lookSoon();
    }
}
