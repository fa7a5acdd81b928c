package dev.gatehouse.server.session.redis;

import static dev.gatehouse.server.session.Sessions.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import dev.gatehouse.server.session.PresenceStore;
import dev.gatehouse.server.session.PresenceStoreContract;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisPresenceStoreTest extends PresenceStoreContract {

    private RedisFixture redis;
    private PooledRedisConnection connection;

    @BeforeEach
    void start() {
        redis = RedisFixture.start();
        connection = new PooledRedisConnection(RedisAddress.parse(redis.uri()), "gh:", Clock.systemUTC(), _ -> {});
    }

    @AfterEach
    void stop() {
        connection.close();
        redis.close();
    }

    @Override
    protected PresenceStore open(Duration lifetime) {
        return new RedisPresenceStore(connection, lifetime, Clock.systemUTC());
    }

    @Test
    void everyKeyOfASessionHasALifetime() {
        open(Duration.ofMinutes(1)).put(List.of(session("s1", "ann", "n1")));

        for (String key : List.of("gh:session:{s1}", "gh:node:n1:sessions", "gh:user:{u-ann}:sessions")) {
            assertThat(connection.<Long>call(jedis -> jedis.pttl(key))).as(key).isBetween(1L, 60_000L);
        }
    }

    @Test
    void lostRedisIsSaidInWords() {
        PresenceStore store = open(Duration.ofMinutes(1));
        redis.kill();

        assertThatThrownBy(() -> store.sidsOfNode("n1")).isInstanceOfSatisfying(RequestFailure.class,
                failure -> assertThat(failure.code()).isEqualTo(ErrorCode.LIVE_STATE_UNAVAILABLE));
    }
}
