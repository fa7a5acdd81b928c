package dev.gatehouse.server.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.health.DependencyState;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.fixture.RedisFixture;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;

class PooledRedisConnectionTest {

    private final AtomicLong measured = new AtomicLong();

    @Test
    void commandsAndPipelinesReachRedis() {
        try (RedisFixture redis = RedisFixture.start(); PooledRedisConnection connection = connect(redis)) {
            connection.pipeline(pipeline -> {
                pipeline.set(connection.key("a"), "1");
                pipeline.incr(connection.key("a"));
            });

            assertThat(connection.<String>call(jedis -> jedis.get("gh:a"))).isEqualTo("2");
            assertThat(connection.health().state()).isEqualTo(DependencyState.LIVE);
            assertThat(connection.health().breaker()).isEqualTo("closed");
            assertThat(connection.health().dataAgeMillis()).isLessThan(5000);
            assertThat(measured.get()).isPositive();
        }
    }

    @Test
    void refusalWithinAPipelineIsAFailure() {
        try (RedisFixture redis = RedisFixture.start(); PooledRedisConnection connection = connect(redis)) {
            assertThatThrownBy(() -> connection.pipeline(pipeline -> {
                pipeline.set("text", "v");
                pipeline.sadd("text", "member");
            })).isInstanceOf(JedisDataException.class).hasMessageStartingWith("WRONGTYPE");
            assertThat(redis.ask("CONFIG SET maxmemory 1")).startsWith("+OK");
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> connection.pipeline(pipeline -> pipeline.set("k", "v")))
                        .isInstanceOf(LiveStateUnavailableException.class).hasMessageContaining("OOM");
            }

            assertThat(connection.health().breaker()).as("it serves what it can").isEqualTo("closed");
            assertThat(connection.<String>call(jedis -> jedis.get("text"))).isEqualTo("v");
        }
    }

    /** As Redis 6.2 words it (scripting.c, luaCallFunction). */
    @Test
    void refusalWithinAScriptOfAnOlderRedisIsOne() {
        try (RedisFixture redis = RedisFixture.start(); PooledRedisConnection connection = connect(redis)) {
            String script = "return redis.error_reply('ERR Error running script (call to f_12): @user_script:1:"
                    + " -OOM command not allowed when used memory > maxmemory.')";

            assertThatThrownBy(() -> connection.call(jedis -> jedis.eval(script)))
                    .isInstanceOf(LiveStateUnavailableException.class).hasMessageContaining("OOM");
            assertThat(connection.health().breaker()).isEqualTo("closed");
        }
    }

    @Test
    void startsWithoutRedisAndFindsItLater() {
        try (RedisFixture redis = RedisFixture.stopped(); PooledRedisConnection connection = connect(redis)) {
            AtomicInteger recoveries = new AtomicInteger();
            connection.onRecovered(recoveries::incrementAndGet);
            await().until(() -> connection.health().state() == DependencyState.DEGRADED);

            redis.restart();

            await().until(() -> recoveries.get() == 1);
            assertThat(connection.health().state()).isEqualTo(DependencyState.LIVE);
            assertThat(connection.<String>call(jedis -> jedis.set("k", "v"))).isEqualTo("OK");
        }
    }

    @Test
    void pausedRedisOpensTheBreakerAndIsFoundAgain() {
        try (RedisFixture redis = RedisFixture.start(); PooledRedisConnection connection = connect(redis)) {
            assertThat(connection.<String>call(jedis -> jedis.set("k", "v"))).isEqualTo("OK");
            redis.pause();

            await().atMost(Duration.ofSeconds(15)).until(() -> fails(connection)
                    && "open".equals(connection.health().breaker()));
            long begin = System.nanoTime();
            assertThat(fails(connection)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(300));

            redis.resume();
            await().atMost(Duration.ofSeconds(10)).until(() -> "closed".equals(connection.health().breaker()));
            assertThat(connection.<String>call(jedis -> jedis.get("k"))).isEqualTo("v");
        }
    }

    @Test
    void killedRedisHealsOnTheSamePort() {
        try (RedisFixture redis = RedisFixture.start(); PooledRedisConnection connection = connect(redis)) {
            assertThat(connection.<String>call(jedis -> jedis.set("k", "v"))).isEqualTo("OK");
            redis.kill();
            await().until(() -> fails(connection));
            redis.restart();

            await().atMost(Duration.ofSeconds(5)).until(() -> !fails(connection));
        }
    }

    @Test
    void waitsNoLongerThanTheCallMay() {
        try (RedisFixture redis = RedisFixture.start(); PooledRedisConnection connection = connect(redis)) {
            assertThat(connection.<String>call(jedis -> jedis.set("k", "v"))).isEqualTo("OK");
            redis.pause();
            long begin = System.nanoTime();
            ScopedValue.where(Deadline.CURRENT, Deadline.in(Duration.ofMillis(100)))
                    .run(() -> assertThatThrownBy(() -> connection.call(jedis -> jedis.get("k")))
                            .isInstanceOf(RuntimeException.class));

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(800));
            redis.resume();
        }
    }

    @Test
    void waitsNoLongerThanItsTimeoutAndTakesNoMoreConnectionsThanItMay() {
        try (RedisFixture redis = RedisFixture.start();
                PooledRedisConnection connection = new PooledRedisConnection(RedisAddress.parse(redis.uri()),
                        new RedisLimits(2, Duration.ofMillis(100)), "gh:", Clock.systemUTC(), measured::addAndGet)) {
            try (Connection _ = connection.lend(); Connection _ = connection.lend()) {
                assertThatThrownBy(connection::lend).isInstanceOf(LiveStateUnavailableException.class)
                        .hasMessageContaining("redis.pool-size");
            }
            assertThat(connection.<String>call(jedis -> jedis.set("k", "v"))).isEqualTo("OK");
            redis.pause();
            long begin = System.nanoTime();
            assertThat(fails(connection)).isTrue();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(800));
            redis.resume();
        }
    }

    @Test
    void sentinelTellsWhereTheMasterIs() {
        try (RedisFixture redis = RedisFixture.start();
                RedisFixture sentinel = redis.startSentinel();
                PooledRedisConnection connection = new PooledRedisConnection(
                        RedisAddress.parse("redis-sentinel://127.0.0.1:" + sentinel.port() + "/main"), "gh:",
                        Clock.systemUTC(), measured::addAndGet)) {
            assertThat(connection.<String>call(jedis -> jedis.set("k", "v"))).isEqualTo("OK");

            try (PooledRedisConnection direct = connect(redis)) {
                assertThat(direct.<String>call(jedis -> jedis.get("k"))).isEqualTo("v");
            }
        }
    }

    private PooledRedisConnection connect(RedisFixture redis) {
        return new PooledRedisConnection(RedisAddress.parse(redis.uri()), "gh:", Clock.systemUTC(),
                measured::addAndGet);
    }

    private static boolean fails(RedisConnection connection) {
        try {
            connection.call(jedis -> jedis.get("k"));
            return false;
        } catch (LiveStateUnavailableException e) {
            return true;
        }
    }
}
