package dev.gatehouse.server.auth.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.auth.Login;
import dev.gatehouse.server.auth.LoginStore;
import dev.gatehouse.server.auth.LoginStoreContract;
import dev.gatehouse.server.fixture.ClusterConnection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a cluster, which refuses what no cluster can do. */
class RedisLoginStoreTest extends LoginStoreContract {

    @RegisterExtension
    private static final ClusterConnection REDIS = new ClusterConnection();

    @BeforeEach
    void empty() {
        REDIS.flush();
    }

    @Override
    protected LoginStore store() {
        return new RedisLoginStore(REDIS.get(), clock);
    }

    @Override
    protected void holderDies() {
        assertThat(REDIS.ttlMillis("gh:user:{u1}:login-lock")).isBetween(1L, 5000L);
        REDIS.get().<Long>call(commands -> commands.del("gh:user:{u1}:login-lock"));
    }

    @Test
    void everyKeyOfALoginHasALifetime() {
        Login brief = kept("u1", Duration.ofMinutes(1));
        kept("u1", Duration.ofMinutes(90));
        kept("u1", Duration.ofMinutes(2));

        assertThat(REDIS.ttlMillis("gh:login:{" + brief.sid() + "}")).isBetween(60_000L, 700_000L);
        assertThat(REDIS.ttlMillis("gh:user:{u1}:logins")).isBetween(80 * 60_000L, 91 * 60_000L);
        assertThat(REDIS.ttlMillis("gh:user:{u1}:login-fence")).isPositive();
        for (String key : List.of("gh:user:{u1}:login-lock")) {
            assertThat(REDIS.ttlMillis(key)).as(key).isEqualTo(-2);
        }
    }
}
