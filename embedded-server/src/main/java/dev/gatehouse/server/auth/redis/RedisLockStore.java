package dev.gatehouse.server.auth.redis;

import dev.gatehouse.model.auth.Lock;
import dev.gatehouse.model.auth.LockKind;
import dev.gatehouse.server.auth.LockStore;
import dev.gatehouse.server.redis.RedisConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;

/**
 * Failures in Redis: per door a hash {@code lock:{<kind>:<subject>}} of failures, pending, and, while it is shut, since
 * and until; it expires with the window or with the lock. The sorted set {@code locks} of door to expiry lists those
 * that are shut. All times are those of Redis, so that the nodes' clocks do not matter.
 */
public final class RedisLockStore implements LockStore {

    /** What every script begins with. ARGV: failures, window and lock in milliseconds, 1 for strict, the name. */
    private static final String BEGIN = """
                                        local t = redis.call('TIME')
                                        local now = t[1] * 1000 + math.floor(t[2] / 1000)
                                        local function number(field)
                                          return tonumber(redis.call('HGET', KEYS[1], field) or '0')
                                        end
                                        local function shut()
                                          redis.call('HSET', KEYS[1], 'since', now, 'until', now + ARGV[3], 'name', ARGV[5])
                                          redis.call('PEXPIRE', KEYS[1], ARGV[3])
                                        end
                                        local function forget_later()
                                          if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
                                        end
                                        local limit = tonumber(ARGV[1])
                                        """;

    /** Returns admitted, failures, milliseconds to wait, whether the door was shut by this. */
    private static final String RESERVE = BEGIN + """
                                                  local failures = redis.call('HINCRBY', KEYS[1], 'failures', 1)
                                                  forget_later()
                                                  local open = number('until')
                                                  if open > now then return {0, failures, open - now, 0} end
                                                  local pending = number('pending')
                                                  local crowded = ARGV[4] == '1' and failures > limit
                                                  if crowded and pending > 0 then return {0, failures, 1000, 0} end
                                                  if crowded or failures - 1 - pending >= limit then
                                                    shut()
                                                    return {0, failures, tonumber(ARGV[3]), 1}
                                                  end
                                                  redis.call('HINCRBY', KEYS[1], 'pending', 1)
                                                  return {1, failures, 0, 0}
                                                  """;

    private static final String FAILED = BEGIN
            + """
              if number('pending') > 0 then
                redis.call('HINCRBY', KEYS[1], 'pending', -1)
              else
                redis.call('HINCRBY', KEYS[1], 'failures', 1)
                forget_later()
              end
              local failures = number('failures')
              if number('until') <= now and failures - number('pending') >= limit then
                shut()
                return {0, failures, tonumber(ARGV[3]), 1}
              end
              return {0, failures, 0, 0}
              """;

    private static final String TAKE_BACK = """
                                            local pending = tonumber(redis.call('HGET', KEYS[1], 'pending') or '0')
                                            if pending > 0 then
                                              redis.call('HINCRBY', KEYS[1], 'pending', -1)
                                              if redis.call('HINCRBY', KEYS[1], 'failures', -1) <= 0 then
                                                redis.call('DEL', KEYS[1])
                                              end
                                            end
                                            return 0
                                            """;

    private final RedisConnection redis;

    public RedisLockStore(RedisConnection redis) {
        this.redis = redis;
    }

    private static String member(LockKind kind, String subject) {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + subject;
    }

    private String key(String member) {
        return redis.key("lock:{" + member + "}");
    }

    private String key(Door door) {
        return key(member(door.kind(), door.subject()));
    }

    private String index() {
        return redis.key("locks");
    }

    private static List<String> arguments(Door door) {
        Rule rule = door.rule();
        String name = door.name();
        return List.of(Integer.toString(rule.failures()), Long.toString(rule.window().toMillis()),
                Long.toString(rule.shut().toMillis()), rule.strict() ? "1" : "0", name == null ? "" : name);
    }

    @Override
    public List<Tally> reserve(List<Door> doors) {
        return counted(RESERVE, doors);
    }

    @Override
    public List<Tally> failed(List<Door> doors) {
        return counted(FAILED, doors);
    }

    private List<Tally> counted(String script, List<Door> doors) {
        List<Response<Object>> answers = new ArrayList<>();
        redis.pipeline(pipeline -> {
            for (Door door : doors) {
                answers.add(pipeline.eval(script, List.of(key(door)), arguments(door)));
            }
        });
        List<Tally> tallies = new ArrayList<>();
        for (int i = 0; i < doors.size(); i++) {
            Tally tally = tally(answers.get(i).get());
            tallies.add(tally);
            if (tally.shutNow()) {
                list(doors.get(i));
            }
        }
        return tallies;
    }

    private static Tally tally(Object answer) {
        if (answer instanceof List<?> parts && parts.size() == 4 && parts.get(0) instanceof Long admitted
                && parts.get(1) instanceof Long failures && parts.get(2) instanceof Long millis
                && parts.get(3) instanceof Long shutNow) {
            return new Tally(admitted == 1, failures, Duration.ofMillis(millis), shutNow == 1);
        }
        throw new IllegalStateException("Redis answered a script with " + answer);
    }

    /** Puts a door that was shut now into the list, and takes those out that have opened by themselves. */
    private void list(Door door) {
        Map<String, String> fields = redis.call(commands -> commands.hgetAll(key(door)));
        double since = millis(fields, "since");
        redis.pipeline(pipeline -> {
            pipeline.zremrangeByScore(index(), 0, since);
            pipeline.zadd(index(), (double) millis(fields, "until"), member(door.kind(), door.subject()));
        });
    }

    private static long millis(Map<String, String> fields, String name) {
        return Long.parseLong(fields.getOrDefault(name, "0"));
    }

    @Override
    public void succeeded(List<Door> doors) {
        redis.pipeline(pipeline -> {
            for (Door door : doors) {
                if (door.rule().strict()) {
                    pipeline.del(key(door));
                    pipeline.zrem(index(), member(door.kind(), door.subject()));
                } else {
                    takeBack(pipeline, door);
                }
            }
        });
    }

    @Override
    public void cancelled(List<Door> doors) {
        redis.pipeline(pipeline -> doors.forEach(door -> takeBack(pipeline, door)));
    }

    private void takeBack(AbstractPipeline pipeline, Door door) {
        pipeline.eval(TAKE_BACK, List.of(key(door)), List.of());
    }

    @Override
    public List<Lock> locks() {
        List<String> members = redis.call(commands -> commands.zrange(index(), 0, -1));
        List<Response<Map<String, String>>> hashes = new ArrayList<>();
        redis.pipeline(pipeline -> members.forEach(member -> hashes.add(pipeline.hgetAll(key(member)))));
        List<Lock> locks = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            Map<String, String> fields = hashes.get(i).get();
            if (fields.containsKey("until")) {
                locks.add(lock(members.get(i), fields));
            }
        }
        locks.sort(Comparator.comparing(Lock::since).reversed());
        return locks;
    }

    private static Lock lock(String member, Map<String, String> fields) {
        int colon = member.indexOf(':');
        String name = fields.getOrDefault("name", "");
        return new Lock(LockKind.valueOf(member.substring(0, colon).toUpperCase(Locale.ROOT)),
                member.substring(colon + 1), name.isEmpty() ? null : name, millis(fields, "failures"),
                Instant.ofEpochMilli(millis(fields, "since")), Instant.ofEpochMilli(millis(fields, "until")));
    }

    @Override
    public boolean lift(LockKind kind, String subject) {
        String member = member(kind, subject);
        boolean shut = redis.call(commands -> commands.hexists(key(member), "until"));
        redis.pipeline(pipeline -> {
            if (shut) {
                pipeline.del(key(member));
            }
            pipeline.zrem(index(), member);
        });
        return shut;
    }
}
