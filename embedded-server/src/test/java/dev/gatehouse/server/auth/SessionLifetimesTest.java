package dev.gatehouse.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.server.auth.memory.MemoryLoginStore;
import dev.gatehouse.server.auth.redis.RedisLoginStore;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.fixture.SettableClock;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes upon one store. */
class SessionLifetimesTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final MemoryLoginStore store = new MemoryLoginStore(clock);

    @TempDir
    private Path folder;

    private AuthBench first;
    private AuthBench second;

    @BeforeEach
    void open() {
        first = new AuthBench(folder.resolve("a"), store, clock);
        second = new AuthBench(folder.resolve("b"), store, clock);
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private static Principal principal(Login login) {
        return new Principal("u1", "ann", Set.of(), login.sid(), "t1", login.kind(), login.loginAt(), login.loginAt(),
                login.endsAt(), login.endsAt());
    }

    private Login kept(Login login) {
        return Objects.requireNonNull(store.find(login.sid()));
    }

    @Test
    void activityOnTwoNodesCountsOnce() {
        Login login = first.in(ClientKind.WEB).login();
        clock.pass(Duration.ofMinutes(25));

        for (AuthBench node : List.of(first, second)) {
            node.lifetimes.active(principal(login));
        }
        first.lifetimes.look();
        second.lifetimes.look();
        first.lifetimes.look();

        assertThat(kept(login).lifetime()).isEqualTo(new Login.Lifetime(login.endsAt().plusSeconds(600), 1));
        assertThat(second.lifetimes.endOf(principal(login))).isEqualTo(login.endsAt().plusSeconds(600));
    }

    @Test
    void sessionThatIsRenewedElsewhereGoesOnHere() {
        Login login = first.in(ClientKind.WEB).login();
        second.lifetimes.active(principal(login));
        clock.pass(Duration.ofMinutes(25));
        first.lifetimes.active(principal(login));
        first.lifetimes.look();
        clock.pass(Duration.ofMinutes(6));

        second.lifetimes.look();

        assertThat(second.over).isEmpty();
        clock.pass(Duration.ofMinutes(9));
        second.lifetimes.look();
        assertThat(second.over).containsExactly(login.sid());
    }

    @Test
    void endIsRecordedOnceAndSocketsAreClosedEverywhere() {
        Login login = first.in(ClientKind.ADMIN).login();
        first.lifetimes.active(principal(login));
        second.lifetimes.active(principal(login));
        clock.pass(Duration.ofHours(1));

        first.lifetimes.look();
        second.lifetimes.look();
        assertThat(first.over).containsExactly(login.sid());
        assertThat(second.over).containsExactly(login.sid());
        clock.pass(Duration.ofSeconds(5));
        second.lifetimes.look();
        first.lifetimes.look();

        assertThat(second.ended).containsExactly(login);
        assertThat(first.ended).isEmpty();
    }

    @Test
    void refreshingIsActivityThatCountsAtOnce() {
        AuthBench.In in = first.in(ClientKind.WEB);
        clock.pass(Duration.ofMinutes(29));

        var pair = first.refreshing.refresh(in.refresh().text(), "127.0.0.1");

        assertThat(kept(in.login()).lifetime().renewals()).isEqualTo(1);
        assertThat(first.tokens.verify(pair.accessToken()).expiresAt()).isEqualTo(in.login().endsAt().plusSeconds(600));
    }

    @Test
    void lostStoreEndsNoSessionBeforeItsTime() {
        Login login = first.in(ClientKind.WEB).login();
        first.lifetimes.active(principal(login));
        store.remove(login);
        clock.pass(Duration.ofMinutes(29));
        first.lifetimes.active(principal(login));

        first.lifetimes.look();
        assertThat(first.over).isEmpty();
        clock.pass(Duration.ofMinutes(1));
        first.lifetimes.look();

        assertThat(first.over).containsExactly(login.sid());
    }

    @Test
    void whileRedisIsAwayNothingIsEndedAndAfterwardsWhatIsOver() {
        SettableClock today = new SettableClock(Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS));
        try (RedisFixture redis = RedisFixture.start();
                PooledRedisConnection connection = new PooledRedisConnection(RedisAddress.parse(redis.uri()), "gh:",
                        Clock.systemUTC(), _ -> {});
                AuthBench node = new AuthBench(folder.resolve("c"), new RedisLoginStore(connection, today), today)) {
            Login login = node.in(ClientKind.WEB).login();
            node.lifetimes.active(principal(login));
            redis.kill();
            today.pass(Duration.ofMinutes(31));

            node.lifetimes.look();
            assertThat(node.over).isEmpty();
            assertThat(node.lifetimes.endOf(principal(login))).isEqualTo(login.endsAt());
            redis.restart();

            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                node.lifetimes.look();
                assertThat(node.over).containsExactly(login.sid());
            });
        }
    }
}
