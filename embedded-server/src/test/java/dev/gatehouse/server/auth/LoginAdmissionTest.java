package dev.gatehouse.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.server.auth.memory.MemoryLoginStore;
import dev.gatehouse.server.auth.redis.RedisLoginStore;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginAdmissionTest {

    private static final int LOGINS = 200;
    private static final int MOST = 7;

    private final Clock clock = Clock.systemUTC();

    @TempDir
    private Path folder;

    @Test
    void twoHundredLoginsAtOnceOnTwoNodesNeverExceedTheLimit() throws Exception {
        try (RedisFixture redis = RedisFixture.start();
                PooledRedisConnection toA = connected(redis);
                PooledRedisConnection toB = connected(redis);
                AuthBench first = new AuthBench(folder.resolve("a"), new RedisLoginStore(toA, clock), clock, MOST);
                AuthBench second = new AuthBench(folder.resolve("b"), new RedisLoginStore(toB, clock), clock, MOST)) {
            Set<String> sids = new HashSet<>();
            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger most = new AtomicInteger();
            try (ExecutorService clients = Executors.newFixedThreadPool(40)) {
                Future<?> watcher = clients.submit(() -> {
                    while (!done.get()) {
                        most.accumulateAndGet(first.store.sidsOf("u1").size(), Math::max);
                    }
                });
                List<Future<AuthBench.In>> logins = new ArrayList<>();
                for (int login = 0; login < LOGINS; login++) {
                    AuthBench node = login % 2 == 0 ? first : second;
                    logins.add(clients.submit(() -> node.in(ClientKind.WEB)));
                }
                for (Future<AuthBench.In> login : logins) {
                    sids.add(login.get().login().sid());
                }
                done.set(true);
                watcher.get();
            }

            assertThat(sids).hasSize(LOGINS);
            assertThat(most.get()).isBetween(1, MOST);
            assertThat(first.store.sidsOf("u1")).hasSize(MOST).isSubsetOf(sids);
            assertThat(second.store.ofUser("u1")).hasSize(MOST);
            assertThat(sids.stream().filter(sid -> first.store.find(sid) != null)).hasSize(MOST);
        }
    }

    private PooledRedisConnection connected(RedisFixture redis) {
        return new PooledRedisConnection(RedisAddress.parse(redis.uri()), "gh:", clock, _ -> {});
    }

    @Test
    void oldestGoesAndItsTokensWithIt() {
        try (AuthBench bench = new AuthBench(folder, new MemoryLoginStore(clock), clock, 2)) {
            Login oldest = bench.in(ClientKind.WEB).login();
            Login older = bench.in(ClientKind.APP).login();
            Login newest = bench.in(ClientKind.WEB).login();

            assertThat(bench.store.sidsOf("u1")).containsExactly(older.sid(), newest.sid());
            assertThat(bench.denials.isDenied(oldest.sid())).isTrue();
            assertThat(bench.denials.isDenied(older.sid())).isFalse();
        }
    }

    @Test
    void withoutALimitAllStay() {
        try (AuthBench bench = new AuthBench(folder, new MemoryLoginStore(clock), clock, 0)) {
            for (int login = 0; login < 150; login++) {
                bench.in(ClientKind.WEB);
            }
            assertThat(bench.store.sidsOf("u1")).hasSize(150);
        }
    }

    @Test
    void loginWaitsForADeadHoldersLockAndNoLonger() {
        MemoryLoginStore store = new MemoryLoginStore(clock);
        try (AuthBench bench = new AuthBench(folder, store, clock, 2)) {
            LoginStore.Lease dead = Objects.requireNonNull(store.tryLock("u1"));

            Login login = bench.in(ClientKind.WEB).login();

            assertThat(login.loginAt().plus(LoginStore.LOCK_HELD.minusMillis(200))).isBefore(clock.instant());
            assertThat(store.create(AuthBench.login("u1", clock.instant(), clock.instant().plusSeconds(9)), dead))
                    .isFalse();
        }
    }
}
