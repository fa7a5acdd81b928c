package dev.gatehouse.server.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.intent.IntentKind;
import dev.gatehouse.model.intent.IntentState;
import dev.gatehouse.server.audit.sqlite.SqliteAuditJournal;
import dev.gatehouse.server.intent.sqlite.SqliteIntentStore;
import dev.gatehouse.server.log.Change;
import dev.gatehouse.server.log.ChangeLog;
import dev.gatehouse.server.log.sqlite.SqliteEventLog;
import dev.gatehouse.server.log.sqlite.SqliteReplica;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.sqlite.SqliteFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of intents that destroy when nobody waits for them, on a real log and a real replica. */
class IntentReplayTest {

    private static final Actor ROOT = new Actor("u-root", "root", null);
    private static final Change BAN = new Change.BanUser("u-ann", "spam", null);
    private static final String COMMAND = "01J0000000000000000000CMD0";

    @TempDir
    private Path folder;

    private ReplicaDatabase database;
    private SqliteFile file;
    private SqliteEventLog log;
    private ChangeLog changes;
    private IntentStore store;
    private @Nullable IntentReplay replay;
    private volatile boolean logAnswers = true;

    @BeforeEach
    void start() {
        database = new ReplicaDatabase(folder);
        file = SqliteEventLog.openFile(folder);
        log = new SqliteEventLog(file, "changes");
        changes = new ChangeLog(log, new SqliteReplica(database, "n1", (handle, applied) -> {}), "n1",
                Clock.systemUTC(), nanos -> {});
        changes.start();
        store = new SqliteIntentStore(database);
        changes.submit(new Change.CreateUser("u-root", "root", null, null, Set.of(Role.ADMIN), "$argon2id$x"), null,
                ROOT);
        changes.submit(new Change.CreateUser("u-ann", "ann", null, null, Set.of(), "$argon2id$x"), null, ROOT);
    }

    @AfterEach
    void stop() {
        if (replay != null) {
            replay.close();
        }
        changes.close();
        log.close();
        file.close();
        database.close();
    }

    private IntentReplay replay() {
        IntentReplay made = new IntentReplay(store, changes, () -> logAnswers,
                new SqliteAuditJournal(database, "n1", Clock.systemUTC()), Clock.systemUTC());
        replay = made;
        return made;
    }

    private void leave(IntentState state) {
        Instant now = Instant.now();
        store.put(new KeptIntent(new Intent("i1", IntentKind.USER_BAN, "u-ann", "ann", null, null, null, "root", now,
                now.plus(Duration.ofHours(1)), state, null, null, null), COMMAND, ROOT, BAN), null);
    }

    private KeptIntent kept() {
        return Objects.requireNonNull(store.find("i1"));
    }

    private void awaitState(IntentState state) {
        await().untilAsserted(() -> assertThat(kept().intent().state()).isEqualTo(state));
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsHeldAgainUnderItsId() {
        leave(IntentState.SENDING);

        IntentReplay looking = replay();

        awaitState(IntentState.HELD);
        assertThat(kept().commandId()).isEqualTo(COMMAND);
        assertThat(kept().intent().detail()).contains("takes effect once");
        assertThat(changes.decided(COMMAND)).isNull();
        try (IntentReplay.Click click = looking.click("i1")) {
            store.put(kept().as(IntentState.WAITING, null), null);
            assertThat(Objects.requireNonNull(click.submit()).intent().state()).isEqualTo(IntentState.DONE);
        }
    }

    @Test
    void whatTheLogTookUnnoticedIsSettled() throws Exception {
        changes.ask(COMMAND, BAN, ROOT, null, null).get(10, TimeUnit.SECONDS);
        leave(IntentState.WAITING);

        assertThat(replay()).isNotNull();

        awaitState(IntentState.DONE);
    }

    @Test
    void clickWithoutTheLogLeavesItHeldForGood() {
        logAnswers = false;
        leave(IntentState.HELD);
        IntentReplay looking = replay();

        try (IntentReplay.Click click = looking.click("i1")) {
            store.put(kept().as(IntentState.WAITING, null), null);
            assertThat(Objects.requireNonNull(click.submit()).intent().state()).isEqualTo(IntentState.HELD);
        }
        logAnswers = true;
        looking.soon();
        store.put(new KeptIntent(new Intent("i2", IntentKind.USER_UNBAN, "u-ann", "ann", null, null, null, "root",
                Instant.now(), Instant.now().plusSeconds(60), IntentState.WAITING, null, null, null), "c2", ROOT,
                new Change.UnbanUser("u-ann")), null);

        await().untilAsserted(() -> assertThat(Objects.requireNonNull(store.find("i2")).intent().state())
                .isEqualTo(IntentState.REFUSED));
        assertThat(kept().intent().state()).isEqualTo(IntentState.HELD);
        assertThat(changes.decided(COMMAND)).isNull();
    }
}
