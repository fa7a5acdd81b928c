package dev.gatehouse.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.job.Job;
import dev.gatehouse.model.job.JobState;
import dev.gatehouse.server.audit.sqlite.SqliteAuditJournal;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.job.sqlite.SqliteJobStore;
import dev.gatehouse.server.lock.FencedLocks;
import dev.gatehouse.server.lock.memory.MemoryFencedLocks;
import dev.gatehouse.server.log.LogUnavailableException;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on the real store, whose work is to count to the number in their file. */
class JobsTest {

    private static final Actor ROOT = new Actor("u-root", "root", null);

    @TempDir
    private Path folder;

    private final Semaphore allowed = new Semaphore(0);
    private final FencedLocks locks = new MemoryFencedLocks(Clock.systemUTC());
    private volatile boolean logIsAway;
    private volatile boolean broken;
    private volatile JobInputs inputs = JobInputs.OWN;
    private final List<String> claims = new CopyOnWriteArrayList<>();
    private volatile String refused = "";
    private ReplicaDatabase replica;
    private SqliteJobStore store;
    private SqliteAuditJournal journal;
    private Jobs jobs;

    /** Counts, one number per batch, each when it is allowed to. */
    private final class Counting implements JobKind {

        private final String name;
        private final boolean resumesByItself;

        Counting(String name, boolean resumesByItself) {
            this.name = name;
            this.resumesByItself = resumesByItself;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean resumesByItself() {
            return resumesByItself;
        }

        @Override
        public JobWork open(JobRecord job, Path file) throws IOException {
            long end = Long.parseLong(Files.readString(file));
            return new JobWork() {

                private long position = job.position();

                @Override
                public @Nullable JobBatch next() throws InterruptedException {
                    if (position == end) {
                        return null;
                    }
                    allowed.acquire();
                    if (logIsAway) {
                        throw new LogUnavailableException("Nobody answers.", null);
                    }
                    if (broken) {
                        throw new IllegalStateException("broken");
                    }
                    position++;
                    return new JobBatch(position, List.of(position % 2 == 0
                            ? RowOutcome.refused(position, "n" + position, "refused", "It is even.")
                            : RowOutcome.done(position, "n" + position, "counted")));
                }

                @Override
                public void close() {
                    // There is nothing open.
                }
            };
        }
    }

    @BeforeEach
    void open() {
        replica = new ReplicaDatabase(folder);
        store = new SqliteJobStore(replica, "n1");
        journal = new SqliteAuditJournal(replica, "n1", Clock.systemUTC());
        jobs = jobs();
        jobs.start();
    }

    private Jobs jobs() {
        return new Jobs(
                new Jobs.Keeping(store, new JobFiles(folder.resolve("jobs")),
                        new JobLive(locks, null, inputs), JobSecrets.NONE),
                journal, new JobFleet("n1", Duration.ofSeconds(30), (job, fence, actor, trace) -> claimed(job),
                        JobFleet.Words.NONE),
                Clock.systemUTC(), List.of(new Counting("counting", true), new Counting("counting.carefully", false)));
    }

    private void claimed(String job) {
        claims.add(job);
        if (job.equals(refused)) {
            throw new RequestFailure(ErrorCode.LOG_UNAVAILABLE, "The log is away.");
        }
    }

    @AfterEach
    void close() {
        allowed.release(1000);
        jobs.close();
        replica.close();
    }

    private Job begun(String kind, int end) throws IOException {
        Jobs.Draft draft = jobs.draft();
        Files.writeString(draft.file(), Integer.toString(end));
        return jobs.begin(draft, new Jobs.Plan(kind, "Count to " + end, end, Map.of()), ROOT);
    }

    private void awaitState(Job job, JobState state) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(jobs.find(job.id()).state()).isEqualTo(state));
    }

    private void awaitDone(Job job, long done) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(jobs.find(job.id()).done()).isEqualTo(done));
    }

    private void assertEveryLineOnce(Job job, int end) {
        assertThat(jobs.outcomes(job.id(), 0, 1000)).extracting(RowOutcome::line)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, end).boxed().toList());
    }

    /** The node ends without a word, and another one takes its folder. */
    private void crash() {
        jobs.close();
        replica.write(handle -> handle.execute("UPDATE job SET state = 'running', detail = NULL"
                + " WHERE ended_at IS NULL"));
        allowed.drainPermits();
        jobs = jobs();
        jobs.start();
    }

    @Test
    void aJobIsDoneLineByLineAndItsFileIsGoneAfterwards() throws IOException {
        long before = jobs.version();
        Job job = begun("counting", 5);
        assertThat(job.state()).isEqualTo(JobState.RUNNING);
        assertThat(Files.getPosixFilePermissions(folder.resolve("jobs").resolve(job.id() + ".csv"))).hasSize(2);

        allowed.release(2);
        awaitDone(job, 2);
        allowed.release(3);
        awaitState(job, JobState.DONE);

        Job over = jobs.find(job.id());
        assertThat(over.done()).isEqualTo(5);
        assertThat(over.failed()).isEqualTo(2);
        assertThat(over.endedAt()).isNotNull();
        assertThat(jobs.version()).isGreaterThan(before);
        assertThat(jobs.outcomes(job.id(), 3, 1))
                .containsExactly(RowOutcome.refused(4, "n4", "refused", "It is even."));
        assertThat(folder.resolve("jobs")).isEmptyDirectory();
        assertThat(actions()).containsExactly("job.start", "job.end");
    }

    private List<String> actions() {
        return replica.read(handle -> handle
                .createQuery("SELECT json_extract(event, '$.data.action') FROM audit_journal ORDER BY seq")
                .mapTo(String.class).list());
    }

    @Test
    void aJobWhoseNodeStoppedGoesOnByItselfAfterItsLastLine() throws IOException {
        Job job = begun("counting", 6);
        allowed.release(2);
        awaitDone(job, 2);

        crash();
        assertThat(jobs.find(job.id()).state()).isEqualTo(JobState.RUNNING);
        allowed.release(4);

        awaitState(job, JobState.DONE);
        assertEveryLineOnce(job, 6);
    }

    @Test
    void aJobThatNeedsALookWaitsForItsResumption() throws IOException {
        Job job = begun("counting.carefully", 4);
        allowed.release(1);
        awaitDone(job, 1);

        crash();
        assertThat(jobs.find(job.id()).state()).isEqualTo(JobState.PAUSED);
        assertThat(jobs.find(job.id()).detail()).isEqualTo("The node stopped.");
        allowed.release(3);
        assertThat(jobs.resume(job.id(), ROOT).state()).isNotEqualTo(JobState.PAUSED);

        awaitState(job, JobState.DONE);
        assertEveryLineOnce(job, 4);
        assertThat(actions()).containsExactly("job.start", "job.resume", "job.end");
    }

    @Test
    void whatIsLeftToOperatorsIsClaimedInTheLogAndOneThatFailsHoldsUpNoOther() throws IOException {
        Job first = begun("counting.carefully", 4);
        Job second = begun("counting.carefully", 4);
        allowed.release(2);
        await().until(() -> jobs.find(first.id()).done() + jobs.find(second.id()).done() == 2);
        awaitState(first, JobState.RUNNING);
        awaitState(second, JobState.RUNNING);
        claims.clear();
        refused = first.id();

        crash();

        assertThat(jobs.find(second.id()).state()).isEqualTo(JobState.PAUSED);
        assertThat(claims).contains(first.id(), second.id());
    }

    @Test
    void aJobWhoseTableIsGoneFails() throws IOException {
        Job job = begun("counting", 3);
        allowed.release(1);
        awaitDone(job, 1);
        Files.delete(folder.resolve("jobs").resolve(job.id() + ".csv"));

        crash();

        awaitState(job, JobState.FAILED);
        assertThat(jobs.find(job.id()).detail()).contains("table of this job is gone");
        assertThat(jobs.find(job.id()).done()).isEqualTo(1);
    }

    @Test
    void aJobThatWasTakenOverWhileItsTableCameIsLost() throws IOException {
        Job job = begun("counting", 3);
        allowed.release(1);
        awaitDone(job, 1);
        Files.delete(folder.resolve("jobs").resolve(job.id() + ".csv"));
        CountDownLatch fetched = new CountDownLatch(1);
        inputs = new JobInputs() {

            @Override
            public void publish(String id, Path file, String secret) {
                throw new AssertionError("There is no other job");
            }

            @Override
            public void fetch(String id, Path file, String secret) {
                assertThat(store.claim(id, Long.MAX_VALUE, "n2")).isTrue();
                fetched.countDown();
            }

            @Override
            public void forget(String id) {
                throw new AssertionError("The job is another node's");
            }
        };

        crash();
        allowed.release(10);

        await().until(() -> fetched.getCount() == 0);
        jobs.close();
        assertThat(jobs.find(job.id()).done()).isEqualTo(1);
        assertThat(jobs.find(job.id()).state()).isEqualTo(JobState.RUNNING);
    }

    @Test
    void aFileOfAJobThatEndedElsewhereIsRemoved() throws IOException {
        jobs.close();
        Path left = Files.writeString(Files.createDirectories(folder.resolve("jobs")).resolve("old.csv"), "secret");

        jobs = jobs();
        Jobs.Draft draft = jobs.draft();
        jobs.start();

        assertThat(left).doesNotExist();
        assertThat(draft.file()).exists();
    }

    @Test
    void aJobPausesWhileTheLogIsAwayAndGoesOnByItself() throws IOException {
        Job job = begun("counting", 3);
        allowed.release(1);
        awaitDone(job, 1);

        logIsAway = true;
        allowed.release(1);
        awaitState(job, JobState.PAUSED);
        assertThat(jobs.find(job.id()).detail()).contains("The log is away");
        logIsAway = false;
        allowed.release(10);

        awaitState(job, JobState.DONE);
        assertThat(jobs.find(job.id()).detail()).isNull();
        assertEveryLineOnce(job, 3);
    }

    @Test
    void aCancelledJobKeepsWhatWasDone() throws IOException {
        Job job = begun("counting", 9);
        allowed.release(3);
        awaitDone(job, 3);

        logIsAway = true;
        allowed.release(1);
        awaitState(job, JobState.PAUSED);
        assertThat(jobs.cancel(job.id(), ROOT).state()).isEqualTo(JobState.CANCELLED);

        assertEveryLineOnce(job, 3);
        assertThatExceptionOfType(RequestFailure.class).isThrownBy(() -> jobs.resume(job.id(), ROOT))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThatExceptionOfType(RequestFailure.class).isThrownBy(() -> jobs.cancel(job.id(), ROOT));
        assertThat(folder.resolve("jobs")).isEmptyDirectory();
    }

    @Test
    void aJobThatWaitsForItsTurnIsCancelledAtOnce() throws IOException {
        Job first = begun("counting", 1);
        Job second = begun("counting", 1);
        Job third = begun("counting", 1);

        assertThat(jobs.cancel(third.id(), ROOT).state()).isEqualTo(JobState.CANCELLED);
        allowed.release(2);

        awaitState(first, JobState.DONE);
        awaitState(second, JobState.DONE);
        assertThat(jobs.find(third.id()).done()).isZero();
    }

    @Test
    void aFaultInsideEndsTheJob() throws IOException {
        broken = true;
        Job job = begun("counting", 2);
        allowed.release(1);

        awaitState(job, JobState.FAILED);
        assertThat(jobs.find(job.id()).detail()).contains("Something broke inside");
    }

    @Test
    void noMoreThanTwentyWait() throws IOException {
        for (int i = 0; i < 20; i++) {
            begun("counting", 1);
        }

        assertThatExceptionOfType(RequestFailure.class).isThrownBy(() -> jobs.draft())
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.BUSY));
        assertThat(jobs.newest(0, 100)).hasSize(20).isSortedAccordingTo((one, other) -> other.id().compareTo(one.id()));
    }
}
