package dev.gatehouse.server.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.StorageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // opened before each test
class SqliteFileTest {

    private static final String ADD = "INSERT INTO log_end (topic, next) VALUES (?, 1)";

    @TempDir
    Path folder;

    private SqliteFile file;
    private ExecutorService callers;

    @BeforeEach
    void open() {
        file = SqliteFile.open(folder.resolve("log.db"), "db/log");
        callers = Executors.newVirtualThreadPerTaskExecutor();
    }

    @AfterEach
    void close() {
        callers.close();
        file.close();
    }

    @Test
    void writesThatWaitTogetherShareOneTransaction() throws InterruptedException {
        List<CompletableFuture<Integer>> written = behindAnother(40, (i, handle) -> {
            handle.execute(ADD, "topic " + i);
            return count();
        });
        assertThat(written.stream().map(CompletableFuture::join)).as("what is committed while each runs")
                .containsOnly(0);
        assertThat(count()).isEqualTo(40);
    }

    @Test
    void writeThatFailsTakesNothingWithIt() throws InterruptedException {
        List<CompletableFuture<Integer>> written = behindAnother(20, (i, handle) -> {
            handle.execute(ADD, "topic " + i);
            if (i % 5 == 0) {
                throw new IllegalStateException("stop " + i);
            }
            return i;
        });
        for (int i = 0; i < written.size(); i++) {
            CompletableFuture<Integer> one = written.get(i);
            if (i % 5 == 0) {
                assertThatThrownBy(one::join).rootCause().hasMessage("stop " + i);
            } else {
                assertThat(one.join()).isEqualTo(i);
            }
        }
        assertThat(count()).isEqualTo(16);
    }

    @Test
    void faultyStatementTakesNothingWithIt() throws InterruptedException {
        List<CompletableFuture<Integer>> written = behindAnother(10,
                (i, handle) -> handle.execute(ADD, i < 5 ? "same" : "topic " + i));
        assertThat(written.stream().filter(one -> one.handle((value, failure) -> failure == null).join()))
                .hasSize(6);
        assertThat(count()).isEqualTo(6);
    }

    @Test
    void fullDiskFailsEveryWriteOfItsGroupAndTheNextOneWorks() throws InterruptedException {
        List<CompletableFuture<Integer>> written = behindAnother(4, (i, handle) -> {
            if (i == 0) {
                handle.execute("PRAGMA max_page_count = 10");
            }
            return i == 2
                    ? handle.execute(
                            """
                            WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 9999)
                            INSERT INTO log_end SELECT 'topic ' || n, n FROM number""")
                    : handle.execute(ADD, "topic -" + i);
        });
        List<Throwable> failures = new ArrayList<>();
        written.stream().filter(CompletableFuture::isCompletedExceptionally)
                .forEach(one -> failures.add(one.exceptionNow()));
        assertThat(failures).isNotEmpty().allSatisfy(
                failure -> assertThat(((StorageException) failure).isFull()).isTrue());
        assertThat(count()).isEqualTo(4 - failures.size());
        assertThat(file.<Integer>write(handle -> handle.execute(ADD, "room again"))).isOne();
    }

    @Test
    void writeWithinAWriteBelongsToTheOuterOne() {
        assertThatThrownBy(() -> file.write(handle -> {
            file.<Integer>write(inner -> inner.execute(ADD, "inner"));
            throw new IllegalStateException("stop");
        })).hasMessage("stop");
        assertThat(count()).isZero();
    }

    @Test
    void interruptedCallerIsAcknowledgedAfterTheCommitAllTheSame() {
        Thread.currentThread().interrupt();
        assertThat(file.<Integer>write(handle -> handle.execute(ADD, "topic"))).isOne();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(count()).isOne();
    }

    @Test
    void closedFileTakesNoWrite() {
        file.close();
        assertThatThrownBy(() -> file.<Integer>write(handle -> handle.execute(ADD, "late")))
                .isInstanceOf(StorageException.class).hasMessageContaining("is closed");
    }

    @Test
    void searchEndsWithTheCallThatAskedForIt() {
        assertThatThrownBy(() -> ScopedValue.where(Deadline.CURRENT, Deadline.in(Duration.ofMillis(200)))
                .call(() -> file.search(handle -> handle.createQuery(
                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
                        .mapTo(Long.class).one())))
                .isInstanceOfSatisfying(RequestFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));
        assertThat(file.<Integer>search(SqliteFileTest::count)).isZero();
    }

    @Test
    void searchesLeaveConnectionsToOthers() {
        CountDownLatch run = new CountDownLatch(4);
        CountDownLatch asked = new CountDownLatch(1);
        List<CompletableFuture<Integer>> searches = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            searches.add(CompletableFuture.supplyAsync(() -> file.<Integer>search(handle -> {
                run.countDown();
                await(asked);
                return 0;
            }), callers));
        }
        await(run);
        assertThat(count()).isZero();
        assertThatThrownBy(() -> ScopedValue.where(Deadline.CURRENT, Deadline.in(Duration.ofMillis(50)))
                .call(() -> file.<Integer>search(SqliteFileTest::count))).isInstanceOf(RequestFailure.class);
        asked.countDown();
        searches.forEach(CompletableFuture::join);
        assertThat(file.<Integer>search(SqliteFileTest::count)).isZero();
    }

    /** One write of a test, told its number. */
    private interface Numbered {

        int run(int number, Handle handle);
    }

    /** Writes that all wait while another one runs. */
    private List<CompletableFuture<Integer>> behindAnother(int count, Numbered write) throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Integer> other = CompletableFuture.supplyAsync(() -> file.<Integer>write(handle -> {
            runs.countDown();
            await(asked);
            return 0;
        }), callers);
        runs.await();
        List<CompletableFuture<Integer>> written = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Integer> done = new CompletableFuture<>();
            written.add(done);
            Thread caller = Thread.ofPlatform().start(() -> {
                begun.countDown();
                try {
                    done.complete(file.<Integer>write(handle -> write.run(number, handle)));
                } catch (RuntimeException e) {
                    done.completeExceptionally(e);
                }
            });
            begun.await();
            while (caller.getState() == Thread.State.RUNNABLE) {
                Thread.onSpinWait();
            }
        }
        asked.countDown();
        other.join();
        for (CompletableFuture<Integer> one : written) {
            one.handle((value, failure) -> true).join();
        }
        return written;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int count() {
        return file.read(SqliteFileTest::count);
    }

    private static int count(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM log_end").mapTo(Integer.class).one();
    }
}
