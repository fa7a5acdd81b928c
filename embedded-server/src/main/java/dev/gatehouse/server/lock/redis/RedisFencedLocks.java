package dev.gatehouse.server.lock.redis;

import dev.gatehouse.server.lock.FencedLocks;
import dev.gatehouse.server.redis.RedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Locks in Redis: {@code lock:{<name>}} with its holder, which expires with the lease, and {@code lock:{<name>}:fence} with
 * the last token. A token is Redis' time in microseconds at least, so that it grows even after
 * Redis was emptied.
 *
 * @see <a href="https://redis.io/docs/latest/develop/clients/patterns/distributed-locks/">SET with NX and PX</a>
 */
public final class RedisFencedLocks implements FencedLocks {

    private static final String TAKE = """
                                       if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return '0' end
                                       local time = redis.call('TIME')
                                       local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
                                       local last = tonumber(redis.call('GET', KEYS[2]) or '0')
                                       local token = string.format('%.0f', math.max(last + 1, now))
                                       redis.call('SET', KEYS[2], token, 'PX', ARGV[3])
                                       return token""";
    private static final String RENEW = """
                                        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
                                        return redis.call('PEXPIRE', KEYS[1], ARGV[2])""";
    private static final String RELEASE = """
                                          if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
                                          return redis.call('DEL', KEYS[1])""";
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private final RedisConnection redis;
    private final String node;

    /** @param node in whose name the locks are held */
    public RedisFencedLocks(RedisConnection redis, String node) {
        this.redis = redis;
        this.node = node;
    }

    private record Held(RedisConnection redis, String key, String holder, long token, Duration time)
            implements
                Lease {

        @Override
        public boolean renew() {
            return asked(RENEW, Long.toString(time.toMillis())) == 1;
        }

        @Override
        public void release() {
            asked(RELEASE, "");
        }

        private long asked(String script, String argument) {
            Object answer = redis.call(jedis -> jedis.eval(script, List.of(key), List.of(holder, argument)));
            return Long.parseLong(String.valueOf(answer));
        }
    }

    @Override
    public @Nullable Lease take(String name, Duration time) {
        String key = redis.key("lock:{" + name + "}");
        String holder = node + "/" + UUID.randomUUID();
        Object answer = redis.call(jedis -> jedis.eval(TAKE, List.of(key, key + ":fence"),
                List.of(holder, Long.toString(time.toMillis()), Long.toString(REMEMBERED.toMillis()))));
        long token = Long.parseLong(String.valueOf(answer));
        return token == 0 ? null : new Held(redis, key, holder, token, time);
    }
}
