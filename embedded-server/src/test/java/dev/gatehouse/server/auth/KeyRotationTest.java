package dev.gatehouse.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.model.api.KeysExchange;
import dev.gatehouse.model.api.KeysExchange.State;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.auth.sqlite.SqliteAccounts;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.fixture.SettableClock;
import dev.gatehouse.server.log.ChangeLog;
import dev.gatehouse.server.log.sqlite.SqliteEventLog;
import dev.gatehouse.server.log.sqlite.SqliteReplica;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.sqlite.SqliteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node's keys upon a real log, step by step. */
class KeyRotationTest {

    private static final Duration ACCESS = Duration.ofMinutes(15);
    private static final Duration EVERY = Duration.ofDays(30);
    private static final Actor ROOT = new Actor("u-root", "root", null);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));

    @TempDir
    private Path folder;

    private ReplicaDatabase database;
    private SqliteFile file;
    private SqliteEventLog log;
    private ChangeLog changes;
    private SigningKeys keys;
    private KeyRotation rotation;
    private boolean everywhere = true;

    @BeforeEach
    void start() {
        database = new ReplicaDatabase(folder);
        file = SqliteEventLog.openFile(folder);
        log = new SqliteEventLog(file, "changes");
        changes = new ChangeLog(log, new SqliteReplica(database, "n1", (_, _) -> {}), "n1", clock, _ -> {});
        changes.start();
        open();
    }

    /** As after a start of the node. */
    private void open() {
        keys = SigningKeys.open(folder, new SqliteAccounts(database), clock.instant());
        rotation = new KeyRotation(keys, changes, "n1", new KeyRotation.Fleet(() -> true, _ -> everywhere),
                new KeyRotation.Times(EVERY, ACCESS), clock);
        changes.onApplied(keys);
        changes.onApplied(rotation);
        rotation.look();
    }

    @AfterEach
    void stop() {
        changes.close();
        log.close();
        file.close();
        database.close();
    }

    private List<State> states() {
        return rotation.list().stream().map(KeysExchange.Key::state).toList();
    }

    private String rotated() {
        clock.pass(Duration.ofSeconds(1));
        return rotation.rotate(ROOT).key().id();
    }

    @Test
    void firstKeyIsPublishedAndSigns() {
        assertThat(rotation.list()).singleElement()
                .isEqualTo(new KeysExchange.Key(keys.signing().id(), "n1", clock.instant(), State.SIGNING));
    }

    @Test
    void newKeySignsOnceEveryNodeHasApplied() {
        String first = keys.signing().id();
        everywhere = false;
        String second = rotated();
        rotation.look();

        assertThat(keys.signing().id()).isEqualTo(first);
        assertThat(states()).containsExactly(State.SIGNING, State.WAITING);
        assertThat(keys.all()).containsOnlyKeys(first, second);
        everywhere = true;
        rotation.look();

        assertThat(keys.signing().id()).isEqualTo(second);
        assertThat(states()).containsExactly(State.RETIRING, State.SIGNING);
    }

    @Test
    void newKeyWaitsNoLongerThanTenSecondsForNodesThatAreSilent() {
        everywhere = false;
        String second = rotated();
        clock.pass(Duration.ofMillis(9_999));
        rotation.look();
        assertThat(keys.signing().id()).isNotEqualTo(second);
        clock.pass(Duration.ofMillis(1));
        rotation.look();

        assertThat(keys.signing().id()).isEqualTo(second);
    }

    @Test
    void oldKeyGoesWhenItsLastTokenHasExpired() throws IOException {
        String first = keys.signing().id();
        String second = rotated();
        rotation.look();
        clock.pass(ACCESS);
        rotation.look();
        assertThat(keys.all()).containsOnlyKeys(first, second);
        clock.pass(Duration.ofSeconds(2));
        rotation.look();

        assertThat(keys.all()).containsOnlyKeys(second);
        assertThat(keys.find(first)).isNull();
        assertThat(states()).containsExactly(State.SIGNING);
        assertThat(privateHalves()).containsExactly("signing-keys/" + second);
    }

    /** The files with keys, from the data folder. */
    private List<String> privateHalves() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(path -> folder.relativize(path).toString())
                    .filter(name -> name.startsWith("signing-key")).sorted().toList();
        }
    }

    @Test
    void privateHalvesAreForTheNodesUserOnly() throws IOException {
        rotated();

        assertThat(privateHalves()).hasSize(2).allSatisfy(name -> assertThat(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                .isEqualTo("rw-------"));
    }

    @Test
    void secondRotationWhileOneIsOnItsWayIsRefused() {
        everywhere = false;
        rotated();

        assertThat(catchThrowableOfType(RequestFailure.class, () -> rotation.rotate(ROOT)).code())
                .isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void keyThatHasSignedLongEnoughIsReplaced() {
        String first = keys.signing().id();
        clock.pass(EVERY);
        rotation.look();
        rotation.look();

        assertThat(keys.signing().id()).isNotEqualTo(first);
        rotation.look();
        assertThat(rotation.list()).hasSize(2);
    }

    @Test
    void keyWhosePublicationACrashPreventedIsPublishedAtTheNextStart() {
        String first = keys.signing().id();
        String unpublished = keys.create().id();
        clock.pass(Duration.ofSeconds(1));

        open();
        assertThat(keys.signing().id()).isEqualTo(unpublished);
        assertThat(states()).containsExactly(State.RETIRING, State.SIGNING);
        assertThat(keys.all()).containsKey(first);
    }

    @Test
    void keyThatWasDestroyedBeforeACrashIsRetiredAtTheNextStart() {
        String first = keys.signing().id();
        String second = rotated();
        rotation.look();
        keys.destroy(java.util.Objects.requireNonNull(keys.own(first)));

        open();
        assertThat(keys.signing().id()).isEqualTo(second);
        assertThat(keys.all()).as("tokens of it may still be about").containsOnlyKeys(first, second);
        clock.pass(ACCESS.plusSeconds(2));
        rotation.look();

        assertThat(keys.all()).containsOnlyKeys(second);
    }

    @Test
    void newKeyThatWasJustPublishedWaitsOverARestartToo() {
        String first = keys.signing().id();
        clock.pass(Duration.ofMinutes(1));
        everywhere = false;
        String second = rotated();

        open();
        assertThat(keys.signing().id()).isEqualTo(first);
        clock.pass(Duration.ofSeconds(10));
        rotation.look();
        assertThat(keys.signing().id()).isEqualTo(second);
    }
}
