package dev.gatehouse.server.machine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.machine.MachineLive;
import dev.gatehouse.server.machine.MachineLiveContract;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a real server in cluster mode, which refuses whatever spans slots. */
class RedisMachineLiveTest extends MachineLiveContract {

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

    @Override
    protected MachineLive open() {
        return new MachineLive(new RedisMachineStore(connection, clock), new RedisMachineLocks(connection, clock));
    }

    @Test
    void everyKeyHasALifetime() {
        MachineLive live = open();
        live.store().putChallenge("c", clock.instant().plusSeconds(30));
        live.store().putSession("s", "sealed", clock.instant().plusSeconds(30));
        live.store().isNew("n", clock.instant().plusSeconds(30));
        live.locks().failed("10.9.9.9");

        for (String name : new String[]{"machine-challenge:c", "machine-session:s", "machine-nonce:n",
                "machine-failures:{10.9.9.9}"}) {
            assertThat(connection.<Long>call(commands -> commands.pttl("gh:" + name))).as(name).isBetween(1L, 60_000L);
        }
    }
}
