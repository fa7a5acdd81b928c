package dev.gatehouse.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.auth.sqlite.SqliteAccounts;
import dev.gatehouse.server.log.Account;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.Change;
import dev.gatehouse.server.log.Command;
import dev.gatehouse.server.log.Replica;
import dev.gatehouse.server.log.SigningKey;
import dev.gatehouse.server.log.sqlite.SqliteReplica;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Look-ups of users in front of a real SQLite whose loads are counted. */
class GuardedAccountsTest {

    private static final Actor ROOT = new Actor("u-root", "root", null);

    @TempDir
    private Path folder;

    private final AtomicLong loads = new AtomicLong();
    private final AtomicLong scans = new AtomicLong();
    private ReplicaDatabase database;
    private Replica replica;
    private GuardedAccounts accounts;
    private long offset;

    @BeforeEach
    void open() {
        database = new ReplicaDatabase(folder);
        replica = new SqliteReplica(database, "n1", (handle, applied) -> {});
        accounts = new GuardedAccounts(counting(new SqliteAccounts(database)));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Accounts counting(Accounts store) {
        return new Accounts() {

            @Override
            public @Nullable Account byId(String id) {
                loads.incrementAndGet();
                return store.byId(id);
            }

            @Override
            public @Nullable Account byUsername(String username) {
                loads.incrementAndGet();
                return store.byUsername(username);
            }

            @Override
            public void each(BiConsumer<String, String> user) {
                scans.incrementAndGet();
                store.each(user);
            }

            @Override
            public boolean hasAdmin() {
                return store.hasAdmin();
            }

            @Override
            public @Nullable SigningKey key(String id) {
                return store.key(id);
            }

            @Override
            public List<SigningKey> keys() {
                return store.keys();
            }

            @Override
            public void loggedIn(String id, Instant at) {
                store.loggedIn(id, at);
            }
        };
    }

    private void apply(List<Change> changes) {
        List<Replica.Positioned> commands = new ArrayList<>();
        for (Change change : changes) {
            commands.add(new Replica.Positioned(new Receipt("changes", 0, offset),
                    new Command("c" + offset, "n1", Instant.EPOCH, ROOT, null, null, change)));
            offset++;
        }
        for (Applied applied : replica.apply(commands)) {
            accounts.applied(applied);
        }
    }

    private void create(int from, int to) {
        List<Change> changes = new ArrayList<>();
        for (int i = from; i < to; i++) {
            changes.add(new Change.CreateUser("u" + i, "User" + i, null, null, Set.of(), "$argon2id$x"));
        }
        apply(changes);
    }

    @Test
    void aHundredThousandUnknownIdsCostNoMoreThanOneLoadInAHundred() {
        create(0, 5_000);
        for (int i = 0; i < 100_000; i++) {
            assertThat(accounts.byId("unknown" + i)).isNull();
        }

        assertThat(loads.get()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void theFilterGrowsWithTheUsers() {
        create(0, 100);
        assertThat(accounts.byId("u99")).isNotNull();
        create(100, 20_000);
        for (int i = 0; i < 20_000; i += 100) {
            assertThat(accounts.byId("u" + i)).as("u" + i).isNotNull();
            assertThat(accounts.byUsername("USER" + i)).as("user" + i).isNotNull();
        }
        loads.set(0);
        for (int i = 0; i < 100_000; i++) {
            assertThat(accounts.byUsername("unknown" + i)).isNull();
        }

        assertThat(loads.get()).isLessThanOrEqualTo(1_000);
        assertThat(scans.get()).isBetween(2L, 3L);
    }

    @Test
    void aUserCreatedAMomentAgoIsFoundAtOnce() {
        for (int i = 0; i < 500; i++) {
            assertThat(accounts.byId("u" + i)).isNull();
            assertThat(accounts.byUsername("user" + i)).isNull();

            create(i, i + 1);

            assertThat(accounts.byId("u" + i)).isNotNull();
            assertThat(accounts.byUsername("user" + i)).isNotNull();
        }
    }

    @Test
    void aChangeOfAUserIsSeenAtOnce() {
        create(0, 1);
        assertThat(Objects.requireNonNull(accounts.byId("u0")).user().ban()).isNull();

        apply(List.of(new Change.BanUser("u0", "spam", null)));
        assertThat(Objects.requireNonNull(accounts.byId("u0")).user().ban()).isNotNull();

        apply(List.of(new Change.DeleteUser("u0")));
        assertThat(accounts.byId("u0")).isNull();
        assertThat(accounts.byUsername("user0")).isNull();
    }

    @Test
    void aUserWhoIsBroughtBackIsFoundAlthoughTheFilterNeverHadHim() {
        create(0, 1);
        apply(List.of(new Change.DeleteUser("u0")));
        assertThat(accounts.byUsername("user0")).isNull();

        apply(List.of(new Change.RestoreUser("u0")));

        assertThat(accounts.byId("u0")).isNotNull();
        assertThat(accounts.byUsername("user0")).isNotNull();
    }

    @Test
    void manyWhoAskAtOnceShareOneLoad() throws Exception {
        create(0, 1);
        List<Callable<@Nullable Account>> calls = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            calls.add(() -> accounts.byId("u0"));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (var call : threads.invokeAll(calls)) {
                assertThat(call.get()).isNotNull();
            }
        }

        assertThat(loads.get()).isEqualTo(1);
    }
}
