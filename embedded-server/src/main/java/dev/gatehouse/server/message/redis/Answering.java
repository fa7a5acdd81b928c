package dev.gatehouse.server.message.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.redis.RedisConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;

/** Asks Redis, in the words of this room: its absence is a failure for callers, its values are JSON. */
final class Answering {

    private final RedisConnection redis;

    Answering(RedisConnection redis) {
        this.redis = redis;
    }

    Object eval(String script, List<String> keys, List<String> arguments) {
        return answered(() -> redis.call(jedis -> jedis.eval(script, keys, arguments)));
    }

    @Nullable
    String get(String key) {
        return answered(() -> redis.call(jedis -> Optional.ofNullable(jedis.get(key)))).orElse(null);
    }

    void pipeline(Consumer<AbstractPipeline> commands) {
        answered(() -> {
            redis.pipeline(commands);
            return true;
        });
    }

    static List<?> list(Object answer) {
        if (answer instanceof List<?> list) {
            return list;
        }
        throw new IllegalStateException("Redis answered a script with " + answer);
    }

    static String write(Object value) {
        try {
            return Json.LENIENT.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A message cannot be written as JSON.", e);
        }
    }

    static <T> T read(String text, Class<T> type) {
        try {
            return Json.LENIENT.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What is kept of a message cannot be read.", e);
        }
    }

    private static <T> T answered(Supplier<T> work) {
        try {
            return work.get();
        } catch (LiveStateUnavailableException e) {
            throw new RequestFailure(ErrorCode.LIVE_STATE_UNAVAILABLE,
                    "Redis is away, so messages cannot be kept; try again later.", e);
        }
    }
}
