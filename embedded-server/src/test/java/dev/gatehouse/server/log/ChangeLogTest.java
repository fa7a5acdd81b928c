package dev.gatehouse.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.log.kafka.KafkaEventLog;
import dev.gatehouse.server.log.kafka.KafkaTopic;
import dev.gatehouse.server.log.sqlite.SqliteEventLog;
import dev.gatehouse.server.log.sqlite.SqliteReplica;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.sqlite.SqliteFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeLogTest {

    private static final Actor ROOT = new Actor("u-root", "root", null);

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private ReplicaDatabase database;
    private SqliteFile file;
    private SqliteEventLog log;

    @BeforeEach
    void start() {
        database = new ReplicaDatabase(folder);
        file = SqliteEventLog.openFile(folder);
        log = new SqliteEventLog(file, "changes");
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        log.close();
        file.close();
        database.close();
    }

    private ChangeLog changes(EventLog eventLog) {
        ChangeLog changes = new ChangeLog(eventLog, new SqliteReplica(database, "n1", (handle, applied) -> {}), "n1",
                Clock.systemUTC(), nanos -> {});
        open.add(changes);
        changes.start();
        return changes;
    }

    private static Change user(String id, String username) {
        return new Change.CreateUser(id, username, null, null, Set.of(), "$argon2id$x");
    }

    @Test
    void anAcceptedChangeComesBackWithItsPlace() {
        Applied applied = changes(log).submit(user("u1", "ann"), null, ROOT);

        assertThat(applied.position().topic()).isEqualTo("changes");
        assertThat(applied.position().offset()).isZero();
        assertThat(applied.command().actor()).isEqualTo(ROOT);
    }

    @Test
    void aRefusalIsToldToItsOriginAsRecorded() {
        ChangeLog changes = changes(log);
        changes.submit(user("u1", "ann"), null, ROOT);

        RequestFailure failure = catchThrowableOfType(RequestFailure.class,
                () -> changes.submit(user("u2", "ANN"), null, ROOT));

        assertThat(failure.code()).isEqualTo(ErrorCode.USERNAME_TAKEN);
        assertThat(failure.recorded()).isTrue();
    }

    @Test
    void recordsThatNobodyUnderstandsArePassedOver() throws Exception {
        List<Applied> seen = new CopyOnWriteArrayList<>();
        for (String record : List.of("not json", "null", "{}", "{\"specversion\":\"1.0\",\"id\":\"c\",\"source\":\"x\","
                + "\"time\":\"2026-01-02T03:04:05Z\",\"data\":{\"actor\":{\"id\":\"a\",\"name\":\"a\"},\"change\":"
                + "{\"type\":\"user.create\"}}}")) {
            log.append("k", record).get(5, TimeUnit.SECONDS);
        }
        ChangeLog changes = changes(log);
        changes.onApplied(seen::add);

        Applied applied = changes.submit(user("u1", "ann"), null, ROOT);
        log.append("k", "{\"later\":true}").get(5, TimeUnit.SECONDS);

        assertThat(applied.position().offset()).isEqualTo(4);
        assertThat(seen).hasSize(1);
        changes.reached(5).get(5, TimeUnit.SECONDS);
        assertThat(changes.appliedOffset()).isEqualTo(5);
    }

    @Test
    void aListenerThatFailsHoldsNothingUp() {
        ChangeLog changes = changes(log);
        List<Applied> seen = new CopyOnWriteArrayList<>();
        changes.onApplied(applied -> {
            throw new IllegalStateException("meant to fail");
        });
        changes.onApplied(seen::add);

        changes.submit(user("u1", "ann"), null, ROOT);
        changes.submit(user("u2", "bob"), null, ROOT);

        assertThat(seen).hasSize(2);
    }

    @Test
    void whatWasAppliedBeforeARestartIsNotAppliedAgain() {
        try (ChangeLog first = changes(log)) {
            first.submit(user("u1", "ann"), null, ROOT);
        }
        List<Applied> seen = new CopyOnWriteArrayList<>();
        ChangeLog second = changes(log);
        second.onApplied(seen::add);
        assertThat(second.appliedOffset()).isZero();

        second.submit(user("u2", "bob"), null, ROOT);

        assertThat(seen).extracting(applied -> applied.command().change().id()).containsExactly("u2");
    }

    @Test
    void aLogThatIsAwayIsSaidInTime() throws Exception {
        KafkaEventLog away = new KafkaEventLog(new KafkaTopic(nobody(), "changes", 1, true, Duration.ofMillis(600)),
                Clock.systemUTC());
        open.add(away);
        ChangeLog changes = changes(away);
        long startedNanos = System.nanoTime();

        RequestFailure failure = catchThrowableOfType(RequestFailure.class,
                () -> changes.submit(user("u1", "ann"), null, ROOT));

        assertThat(Duration.ofNanos(System.nanoTime() - startedNanos)).isLessThan(Duration.ofSeconds(3));
        assertThat(failure.code()).isEqualTo(ErrorCode.LOG_UNAVAILABLE);
        assertThat(failure.hints().retryAfter()).isNotNull();
    }

    @Test
    void nobodyWaitsLongerThanTheDeadline() throws Exception {
        KafkaEventLog away = new KafkaEventLog(new KafkaTopic(nobody(), "changes", 1, true, Duration.ofSeconds(5)),
                Clock.systemUTC());
        open.add(away);
        ChangeLog changes = changes(away);

        assertThatThrownBy(() -> ScopedValue.where(Deadline.CURRENT, Deadline.in(Duration.ofMillis(200)))
                .run(() -> changes.submit(user("u1", "ann"), null, ROOT)))
                .isInstanceOfSatisfying(RequestFailure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.LOG_UNAVAILABLE);
                    assertThat(failure.detail()).contains("may still take effect");
                });
    }

    @Test
    void reachedWaitsForWhatIsStillToCome() {
        ChangeLog changes = changes(log);
        var reached = changes.reached(1);
        changes.submit(user("u1", "ann"), null, ROOT);
        assertThat(reached).isNotDone();

        changes.submit(user("u2", "bob"), null, ROOT);

        await().until(reached::isDone);
    }

    /** The address of a port at which nobody listens. */
    private static String nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}
