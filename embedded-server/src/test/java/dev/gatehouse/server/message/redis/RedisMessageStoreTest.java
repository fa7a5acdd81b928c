package dev.gatehouse.server.message.redis;

import static dev.gatehouse.server.message.Notes.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.message.MessageStore;
import dev.gatehouse.server.message.Notes;
import dev.gatehouse.server.message.Position;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisMessageStoreTest extends RedisMessageStoreContract {

    private static RedisFixture redis;

    @BeforeAll
    static void start() {
        redis = RedisFixture.start();
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
        return redis.uri();
    }

    @Test
    void everyKeyExpires() {
        MessageStore store = open(new MessageStore.Limits(5, Duration.ofHours(1), 3, Duration.ofHours(1),
                Duration.ofMinutes(5)));
        store.publish("lobby", said("lobby", "one", "m1"), null);
        store.keep("d1763730000000-0-5e884898da280471", Map.of("bob", Notes.told("bob", "hi", "m1")));
        store.inbox("bob", "n1", Position.START, 1);
        store.keepResumable(Map.of("s1", new MessageStore.Resumable("u-ann", 1, Map.of(), null)));

        Set<String> keys = connection().call(jedis -> jedis.keys("gh:*"));

        assertThat(keys).hasSize(9);
        for (String key : keys) {
            assertThat(connection().<Long>call(jedis -> jedis.pttl(key))).as(key).isPositive();
        }
    }

    @Test
    void lostRedisIsSaidInWords() {
        MessageStore store = open(new MessageStore.Limits(5, Duration.ofHours(1), 3, Duration.ofHours(1),
                Duration.ofMinutes(5)));
        redis.kill();
        try {
            assertThatThrownBy(() -> store.publish("lobby", said("lobby", "one", "m1"), null))
                    .isInstanceOfSatisfying(RequestFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.LIVE_STATE_UNAVAILABLE));
            assertThatThrownBy(() -> store.keep("x", Map.of("bob", Notes.told("bob", "hi", null))))
                    .isInstanceOf(RequestFailure.class);
        } finally {
            redis.restart();
        }
    }
}
