package dev.gatehouse.server.auth.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.auth.Login;
import dev.gatehouse.server.auth.LoginStore;
import dev.gatehouse.server.auth.LoginStoreContract;
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

/** On a cluster, which refuses what no cluster can do. */
class RedisLoginStoreTest extends LoginStoreContract {

    private static RedisFixture redis;
    private static PooledRedisConnection connection;

    @BeforeAll
    static void start() {
        redis = RedisFixture.startCluster();
        connection = new PooledRedisConnection(RedisAddress.parse("redis-cluster://127.0.0.1:" + redis.port()), "gh:",
                Clock.systemUTC(), _ -> {});
    }

    @BeforeEach
    void empty() {
        redis.flush();
    }

    @AfterAll
    static void stop() {
        connection.close();
        redis.close();
    }

    @Override
    protected LoginStore store() {
        return new RedisLoginStore(connection, clock);
    }

    @Override
    protected void holderDies() {
        assertThat(connection.<Long>call(commands -> commands.pttl("gh:user:{u1}:login-lock"))).isBetween(1L, 5000L);
        connection.<Long>call(commands -> commands.del("gh:user:{u1}:login-lock"));
    }

    @Test
    void everyKeyOfALoginHasALifetime() {
        Login brief = kept("u1", Duration.ofMinutes(1));
        kept("u1", Duration.ofMinutes(90));
        kept("u1", Duration.ofMinutes(2));

        assertThat(ttl("gh:login:{" + brief.sid() + "}")).isBetween(60_000L, 700_000L);
        assertThat(ttl("gh:user:{u1}:logins")).isBetween(80 * 60_000L, 91 * 60_000L);
        assertThat(ttl("gh:user:{u1}:login-fence")).isPositive();
        for (String key : List.of("gh:user:{u1}:login-lock")) {
            assertThat(ttl(key)).as(key).isEqualTo(-2);
        }
    }

    private static long ttl(String key) {
        return connection.<Long>call(commands -> commands.pttl(key));
    }
}
