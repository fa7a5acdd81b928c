package dev.gatehouse.server.machine.redis;

import dev.gatehouse.model.auth.Lock;
import dev.gatehouse.model.auth.LockKind;
import dev.gatehouse.server.log.Ids;
import dev.gatehouse.server.machine.MachineLocks;
import dev.gatehouse.server.redis.RedisConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.params.ZRangeParams;

/**
 * Locks in Redis: the sorted set {@code machine-failures:{<ip>}} of failures to their time, the hash
 * {@code machine-lock:{<ip>}} that expires with the lock, and the sorted set {@code machine-locks} of ip to expiry, for
 * lists. Counting and shutting are one step, whichever node takes the call.
 */
public final class RedisMachineLocks implements MachineLocks {

    /**
     * KEYS: failures, lock. ARGV: now, window, limit, how long the door stays shut (all times in milliseconds), a name
     * for this failure. Answers 1 where this failure shut the door.
     */
    private static final String COUNT = """
                                        if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
                                        redis.call('ZREMRANGEBYSCORE', KEYS[1], 0, ARGV[1] - ARGV[2])
                                        redis.call('ZADD', KEYS[1], ARGV[1], ARGV[5])
                                        redis.call('PEXPIRE', KEYS[1], ARGV[2])
                                        local count = redis.call('ZCARD', KEYS[1])
                                        if count < tonumber(ARGV[3]) then return 0 end
                                        redis.call('HSET', KEYS[2], 'failures', count, 'since', ARGV[1],
                                            'until', string.format('%.0f', ARGV[1] + ARGV[4]))
                                        redis.call('PEXPIRE', KEYS[2], ARGV[4])
                                        redis.call('DEL', KEYS[1])
                                        return 1
                                        """;

    private final RedisConnection redis;
    private final Clock clock;

    public RedisMachineLocks(RedisConnection redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    private String failuresKey(String ip) {
        return redis.key("machine-failures:{" + ip + "}");
    }

    private String lockKey(String ip) {
        return redis.key("machine-lock:{" + ip + "}");
    }

    private String listKey() {
        return redis.key("machine-locks");
    }

    @Override
    public @Nullable Lock failed(String ip) {
        boolean shut = redis.call(commands -> Long.valueOf(1).equals(commands.eval(COUNT,
                List.of(failuresKey(ip), lockKey(ip)),
                List.of(Long.toString(clock.millis()), Long.toString(WINDOW.toMillis()),
                        Integer.toString(MOST_FAILURES), Long.toString(SHUT.toMillis()), Ids.next()))));
        Lock lock = shut ? find(ip) : null;
        if (lock != null) {
            redis.pipeline(pipeline -> {
                pipeline.zadd(listKey(), (double) lock.until().toEpochMilli(), ip);
                pipeline.zremrangeByScore(listKey(), 0, (double) clock.millis());
            });
        }
        return lock;
    }

    @Override
    public @Nullable Lock find(String ip) {
        Map<String, String> fields = redis.call(commands -> commands.hgetAll(lockKey(ip)));
        return fields.isEmpty()
                ? null
                : new Lock(LockKind.MACHINE, ip, null, number(fields, "failures"),
                        Instant.ofEpochMilli(number(fields, "since")), Instant.ofEpochMilli(number(fields, "until")));
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(fields.getOrDefault(name, "0"));
    }

    @Override
    public List<Lock> list() {
        List<Lock> locks = new ArrayList<>();
        for (String ip : redis.call(commands -> commands.zrange(listKey(),
                ZRangeParams.zrangeByScoreParams((double) clock.millis(), Double.POSITIVE_INFINITY)))) {
            Lock lock = find(ip);
            if (lock != null) {
                locks.add(lock);
            }
        }
        locks.sort(Comparator.comparing(Lock::since).reversed());
        return locks;
    }

    @Override
    public boolean lift(String ip) {
        boolean there = redis.call(commands -> commands.del(lockKey(ip))) == 1;
        redis.pipeline(pipeline -> {
            pipeline.del(failuresKey(ip));
            pipeline.zrem(listKey(), ip);
        });
        return there;
    }
}
