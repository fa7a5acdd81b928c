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
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.log.Ids;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs of this node: few run at a time, the others wait for their turn. Safe for use by several threads. */
public final class Jobs implements AutoCloseable {

    /** Why a job is paused that was running when its node ended. */
    static final String NODE_STOPPED = "The node stopped.";

    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final int AT_A_TIME = 2;
    private static final int MOST_UNFINISHED = 20;
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final JobStore store;
    private final JobFiles files;
    private final AuditJournal journal;
    private final String node;
    private final Clock clock;
    private final Map<String, JobKind> kinds;
    private final Map<String, JobRun> runs = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();
    private final ExecutorService runners = Executors.newFixedThreadPool(AT_A_TIME,
            Thread.ofPlatform().daemon().name("job-", 1).factory());

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
    public Jobs(JobStore store, JobFiles files, AuditJournal journal, String node, Clock clock,
            List<? extends JobKind> kinds) {
        this.store = store;
        this.files = files;
        this.journal = journal;
        this.node = node;
        this.clock = clock;
        this.kinds = kinds.stream().collect(Collectors.toUnmodifiableMap(JobKind::name, Function.identity()));
    }

    /** Takes up what the node left when it ended, and forgets what is long over. */
    public void start() {
        List<JobRecord> unfinished = store.unfinished();
        files.keepOnly(unfinished.stream().map(record -> record.job().id()).toList());
        for (JobRecord record : unfinished) {
            Job job = record.job();
            if (job.state() == JobState.RUNNING) {
                turn(job.id(), JobState.PAUSED, NODE_STOPPED);
            }
            JobKind kind = kinds.get(job.kind());
            if (kind != null && kind.resumesByItself()) {
                LOG.info("Job {} goes on after line {}", job.id(), record.position());
                launch(job.id(), kind);
            }
        }
        store.forgetEndedBefore(clock.instant().minus(KEPT));
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
        return new Draft(id, files.create(id));
    }

    /** Drops a job that is not to begin. */
    public void drop(Draft draft) {
        files.delete(draft.id());
    }

    /** Begins a job whose file is written. */
    public Job begin(Draft draft, Plan plan, Actor actor) {
        JobKind kind = kind(plan.kind());
        Instant now = clock.instant();
        Job job = new Job(draft.id(), plan.kind(), plan.title(), JobState.RUNNING, node, actor.name(), plan.total(), 0,
                0, null, true, now, now, null);
        note(Action.JOB_START, actor, job, Outcome.ACCEPTED, Trace.current().traceparent());
        store.create(new JobRecord(job, actor, Trace.current().traceparent(),
                Json.LENIENT.valueToTree(plan.input()).toString(), 0));
        launch(job.id(), kind);
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
            note(Action.JOB_RESUME, actor, job, Outcome.ACCEPTED, Trace.current().traceparent());
            launch(id, kind(job.kind()));
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
        note(Action.JOB_CANCEL, actor, job, Outcome.ACCEPTED, Trace.current().traceparent());
        JobRun run = runs.get(id);
        if (run == null) {
            turned(id, JobState.CANCELLED, null);
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
        return record(id).job();
    }

    private JobRecord record(String id) {
        JobRecord record = store.find(id);
        if (record == null) {
            throw new RequestFailure(ErrorCode.NOT_FOUND,
                    "This node has no such job. A job is kept by the node that runs it, for "
                            + KEPT.toDays() + " days after its end.");
        }
        return record;
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
        return version.get();
    }

    /** Has every job stop after its batch; they are resumed when the node is back. */
    @Override
    public void close() {
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

    private void launch(String id, JobKind kind) {
        JobRun run = new JobRun(id, kind, files.path(id), keeper());
        if (runs.putIfAbsent(id, run) == null) {
            turn(id, JobState.RUNNING, null);
            runners.execute(run);
        }
    }

    private JobRun.Keeper keeper() {
        return new JobRun.Keeper() {

            @Override
            public JobRecord read(String id) {
                return record(id);
            }

            @Override
            public void advanced(String id, JobBatch batch) {
                store.advance(id, batch, clock.instant());
                version.incrementAndGet();
            }

            @Override
            public void turned(String id, JobState state, @Nullable String detail) {
                Jobs.this.turned(id, state, detail);
            }

            @Override
            public void over(String id) {
                runs.remove(id);
            }
        };
    }

    /** Keeps a job's state; an end goes into the book first, and the file is removed last. */
    private void turned(String id, JobState state, @Nullable String detail) {
        if (state.isOver()) {
            JobRecord record = record(id);
            Job job = record.job();
            Instant now = clock.instant();
            note(Action.JOB_END, record.actor(),
                    new Job(job.id(), job.kind(), job.title(), state, job.node(), job.by(), job.total(), job.done(),
                            job.failed(), detail, job.outcome(), job.createdAt(), now, now),
                    state == JobState.FAILED ? Outcome.FAILED : Outcome.ACCEPTED, record.traceparent());
        }
        turn(id, state, detail);
        if (state.isOver()) {
            files.delete(id);
        }
    }

    private void turn(String id, JobState state, @Nullable String detail) {
        store.state(id, state, detail, clock.instant());
        version.incrementAndGet();
    }

    private void note(Action action, Actor actor, Job job, Outcome outcome, @Nullable String traceparent) {
        JsonNode after = Json.LENIENT.valueToTree(job);
        journal.note(AuditDraft.of(actor, action, "job/" + job.id(), outcome, clock.instant())
                .withReason(job.detail()).withChange(null, after).withTraceparent(traceparent));
    }
}
