package dev.gatehouse.server.auth.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.auth.LockKind;
import dev.gatehouse.server.auth.LockStore;
import dev.gatehouse.server.auth.LockStoreContract;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisLockStoreTest extends LockStoreContract {

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

    @BeforeEach
    void forget() {
        redis.flush();
    }

    @Override
    protected LockStore store() {
        return new RedisLockStore(connection);
    }

    @Test
    void everyKeyHasALifetime() {
        LockStore.Door door = new LockStore.Door(LockKind.IP, "127.0.0.1", null,
                new LockStore.Rule(1, Duration.ofMinutes(1), Duration.ofMinutes(1), false));

        store().reserve(List.of(door));
        assertThat(connection.<Long>call(commands -> commands.pttl("gh:lock:{ip:127.0.0.1}"))).isPositive();

        store().failed(List.of(door));
        assertThat(connection.<Long>call(commands -> commands.pttl("gh:lock:{ip:127.0.0.1}"))).isPositive();
    }
}
