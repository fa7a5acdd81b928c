package dev.gatehouse.server.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.server.bus.redis.RedisBus;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import dev.gatehouse.server.session.PresenceStore;
import dev.gatehouse.server.session.PresenceStoreContract;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Presence and bus on a real server in cluster mode, which refuses whatever spans slots. */
class ClusterPresenceStoreTest extends PresenceStoreContract {

    private static RedisFixture redis;
    private static PooledRedisConnection connection;

    @BeforeAll
    static void start() {
        redis = RedisFixture.startCluster();
        connection = new PooledRedisConnection(RedisAddress.parse("redis-cluster://127.0.0.1:" + redis.port()), "gh:",
                Clock.systemUTC(), _ -> {});
    }

    @AfterAll
    static void stop() {
        connection.close();
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.flush();
    }

    @Override
    protected PresenceStore open(Duration lifetime) {
        return new RedisPresenceStore(connection, lifetime, Clock.systemUTC());
    }

    @Test
    void busWorksOnAClusterToo() {
        try (RedisBus a = new RedisBus(connection, "a"); RedisBus b = new RedisBus(connection, "b")) {
            AtomicInteger heard = new AtomicInteger();
            b.on("hello", _ -> heard.incrementAndGet());

            await().until(() -> {
                a.publish("hello", Map.of());
                return heard.get() > 0;
            });
            assertThat(a.dropped()).isZero();
        }
    }
}
