package dev.gatehouse.server.lock.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.lock.FencedLocks;
import dev.gatehouse.server.lock.FencedLocks.Lease;
import dev.gatehouse.server.lock.FencedLocksContract;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisFencedLocksTest extends FencedLocksContract {

    private static RedisFixture redis;
    private static PooledRedisConnection connection;

    @BeforeAll
    static void start() {
        redis = RedisFixture.startCluster();
        connection = new PooledRedisConnection(
                RedisAddress.parse(redis.uri().replaceFirst("redis:", "redis-cluster:")), "gh:", Clock.systemUTC(),
                nanos -> {});
    }

    @AfterAll
    static void stop() {
        connection.close();
        redis.close();
    }

    @Override
    protected FencedLocks locks() {
        return new RedisFencedLocks(connection, "n1");
    }

    @Test
    void tokenGrowsThoughRedisWasEmptied() {
        Lease before = Objects.requireNonNull(locks().take("emptied", Duration.ofSeconds(30)));
        redis.flush();

        Lease after = Objects.requireNonNull(locks().take("emptied", Duration.ofSeconds(30)));

        assertThat(after.token()).isGreaterThan(before.token());
    }
}
