package dev.gatehouse.server.message.redis;

import dev.gatehouse.server.fixture.RedisFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Messages on a real server in cluster mode, which refuses whatever spans slots. */
class ClusterMessageStoreTest extends RedisMessageStoreContract {

    private static RedisFixture redis;

    @BeforeAll
    static void start() {
        redis = RedisFixture.startCluster();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Override
    RedisFixture server() {
        return redis;
    }

    @Override
    String uri() {
        return "redis-cluster://127.0.0.1:" + redis.port();
    }
}
