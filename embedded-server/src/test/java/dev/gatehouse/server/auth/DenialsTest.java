package dev.gatehouse.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.auth.redis.RedisDenylist;
import dev.gatehouse.server.bus.redis.RedisBus;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Denials of two nodes over a real Redis that goes away; the list and the bus have one each, to be cut apart. */
class DenialsTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final Map<Access, WithoutRedis> POLICIES = Map.of(Access.VIEWER, WithoutRedis.OPEN, Access.ADMIN,
            WithoutRedis.READS, Access.OPERATOR, WithoutRedis.CLOSED);

    private final List<AutoCloseable> open = new ArrayList<>();
    private RedisFixture listServer;
    private RedisFixture busServer;
    private Denials one;
    private Denials other;

    @BeforeEach
    void start() {
        listServer = opened(RedisFixture.start());
        busServer = opened(RedisFixture.start());
        one = node("one");
        other = node("other");
        await().until(() -> one.isCurrent() && other.isCurrent());
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable resource : open.reversed()) {
            resource.close();
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    private PooledRedisConnection connection(RedisFixture server) {
        return opened(new PooledRedisConnection(RedisAddress.parse(server.uri()), "gh:", CLOCK, nanos -> {}));
    }

    private Denials node(String name) {
        Denials denials = new Denials(new RedisDenylist(connection(listServer), CLOCK),
                opened(new RedisBus(connection(busServer), name)), POLICIES, CLOCK);
        denials.reconcile();
        return denials;
    }

    private static Instant soon() {
        return CLOCK.instant().plusSeconds(60);
    }

    private static List<String> hashes(String id) {
        return List.of(Tokens.hash("session of " + id), Tokens.hash(id));
    }

    @Test
    void aDeniedTokenIsKnownToEveryNodeWithinASecond() {
        one.deny("t1", soon());

        await().atMost(Duration.ofSeconds(1)).until(() -> other.isDenied("t1"));
        assertThat(other.isDenied("t2")).isFalse();
    }

    @Test
    void aRecordOfADenialSaysSinceWhenAndUntilWhenAndGoesWithIt() {
        Instant until = soon();
        one.deny("t1", until);

        String key = "gh:deny:" + Tokens.hash("t1");
        try (PooledRedisConnection redis = new PooledRedisConnection(RedisAddress.parse(listServer.uri()), "gh:", CLOCK,
                nanos -> {})) {
            Map<String, String> record = redis.call(commands -> commands.hgetAll(key));
            assertThat(Instant.parse(record.getOrDefault("createdAt", ""))).isBefore(until);
            assertThat(record).containsEntry("expiresAt", until.toString());
            assertThat(redis.<Long>call(commands -> commands.pttl(key))).isBetween(1L, 60_000L);
        }
    }

    @Test
    void aNodeThatTheBusDoesNotReachAsksTheListForEachToken() {
        busServer.kill();
        await().atMost(Duration.ofSeconds(5)).until(() -> !other.isCurrent());

        one.deny("t1", soon());

        assertThat(other.isDenied("t1")).isFalse();
        assertThat(other.isDeniedAnywhere(hashes("t1"), Access.VIEWER, false)).isTrue();
        assertThat(other.isDeniedAnywhere(hashes("t2"), Access.OPERATOR, true)).isFalse();

        busServer.restart();
        await().atMost(Duration.ofSeconds(10)).until(() -> other.isCurrent() && other.isDenied("t1"));
    }

    @Test
    void withoutTheListThePolicyOfTheLevelDecidesAndNobodyWaitsLong() {
        listServer.pause();
        try {
            long startedNanos = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                assertThat(one.isDeniedAnywhere(hashes("t"), Access.VIEWER, true)).isFalse();
                assertThat(one.isDeniedAnywhere(hashes("t"), Access.ADMIN, false)).isFalse();
                assertRefused(Access.ADMIN, true);
                assertRefused(Access.OPERATOR, false);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - startedNanos)).isLessThan(Duration.ofMillis(1500));
        } finally {
            listServer.resume();
        }

        await().atMost(Duration.ofSeconds(10)).ignoreExceptions()
                .untilAsserted(() -> assertThat(one.isDeniedAnywhere(hashes("t"), Access.OPERATOR, true)).isFalse());
    }

    private void assertRefused(Access access, boolean changes) {
        assertThatThrownBy(() -> one.isDeniedAnywhere(hashes("t"), access, changes))
                .isInstanceOfSatisfying(RequestFailure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.LIVE_STATE_UNAVAILABLE);
                    assertThat(failure.hints().retryAfter()).isNotNull();
                });
    }

    @Test
    void aNodeThatCouldNotCompareIsNotCurrentUntilItHas() {
        listServer.kill();
        assertThatThrownBy(() -> other.reconcile()).isInstanceOf(LiveStateUnavailableException.class);
        assertThat(other.isCurrent()).isFalse();
        one.deny("t1", soon());

        listServer.restart();

        await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> {
            one.reconcile();
            other.reconcile();
            return other.isCurrent() && other.isDenied("t1");
        });
    }
}
