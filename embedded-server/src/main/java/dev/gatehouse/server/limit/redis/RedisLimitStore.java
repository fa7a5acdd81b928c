package dev.gatehouse.server.limit.redis;

import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import dev.gatehouse.server.limit.LimitStore;
import dev.gatehouse.server.redis.RedisConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.params.ZRangeParams;

/**
 * Counters in Redis: per counter a hash {@code limit:{<route>:<key>}:<name>} that expires when nothing is left of it. Windows
 * keep in it their number, their count and that of the window before; buckets the time and the tokens. The sorted set
 * {@code limits:{<route>}} of counter to the time at which it last began a window lists them. All times are those of Redis.
 */
public final class RedisLimitStore implements LimitStore {

    /**
     * KEYS: counters of one subject. ARGV: 1 to take or 0 to look, then for each counter its kind, permits and period in
     * milliseconds. Returns for each: open, used, left, milliseconds until more, milliseconds to wait, 1 where it began;
     * and the time at the end.
     */
    private static final String SCRIPT = """
                                         local t = redis.call('TIME')
                                         local now = t[1] * 1000 + math.floor(t[2] / 1000)
                                         local cost = tonumber(ARGV[1])
                                         local all = true
                                         local found = {}
                                         for i, key in ipairs(KEYS) do
                                           local o = {kind = ARGV[i * 3 - 1], permits = tonumber(ARGV[i * 3]),
                                             period = tonumber(ARGV[i * 3 + 1]), began = 0}
                                           local kept = redis.call('HMGET', key, 'at', 'count', 'before')
                                           local at, count = tonumber(kept[1] or ''), tonumber(kept[2] or '')
                                           local before = tonumber(kept[3] or '')
                                           if o.kind == 'token-bucket' then
                                             if not at or at > now + o.period then
                                               o.at, o.count, o.began = now, o.permits, 1
                                             else
                                               o.at = math.max(at, now)
                                               o.count = math.min(o.permits,
                                                 count + math.max(0, now - at) * o.permits / o.period)
                                             end
                                             o.before = 0
                                             o.used = o.permits - o.count
                                           else
                                             local window = math.floor(now / o.period)
                                             if not at or at > window + 1 then
                                               o.at, o.count, o.before, o.began = window, 0, 0, 1
                                             elseif at >= window then
                                               o.at, o.count, o.before = at, count, before
                                             else
                                               o.at, o.count, o.before, o.began = window, 0, 0, 1
                                               if at == window - 1 then o.before = count end
                                             end
                                             o.elapsed = math.max(0, now - o.at * o.period)
                                             o.used = o.count
                                             if o.kind == 'sliding-window' then
                                               o.used = o.before * (o.period - o.elapsed) / o.period + o.count
                                             end
                                           end
                                           o.open = o.used + 1 <= o.permits
                                           all = all and o.open
                                           found[i] = o
                                         end
                                         local out = {}
                                         for i, key in ipairs(KEYS) do
                                           local o = found[i]
                                           if cost == 1 and all then
                                             local lives
                                             o.used = o.used + 1
                                             if o.kind == 'token-bucket' then
                                               o.count = o.count - 1
                                               lives = (o.permits - o.count) * o.period / o.permits
                                             else
                                               o.count = o.count + 1
                                               lives = o.period - o.elapsed
                                               if o.kind == 'sliding-window' then lives = lives + o.period end
                                             end
                                             redis.call('HSET', key, 'at', o.at, 'count', o.count, 'before', o.before)
                                             redis.call('PEXPIRE', key, math.ceil(lives) + 1)
                                           end
                                           local reset, wait = 0, 0
                                           if o.kind == 'token-bucket' then
                                             reset = math.ceil((1 - (o.count - math.floor(o.count))) * o.period / o.permits)
                                             wait = reset
                                           else
                                             reset = o.period - o.elapsed
                                             wait = reset
                                             if o.kind == 'sliding-window' and o.used + 1 > o.permits then
                                               if o.count + 1 > o.permits then
                                                 wait = reset + math.ceil(o.period * (1 - (o.permits - 1) / o.count))
                                               else
                                                 wait = math.ceil(o.period * (1 - (o.permits - 1 - o.count) / o.before))
                                                   - o.elapsed
                                               end
                                             end
                                           end
                                           if o.used + 1 <= o.permits then wait = 0 else wait = math.max(1, wait) end
                                           if o.used <= 0 then reset = 0 end
                                           out[#out + 1] = o.open and 1 or 0
                                           out[#out + 1] = math.ceil(o.used)
                                           out[#out + 1] = math.max(0, math.floor(o.permits - o.used))
                                           out[#out + 1] = reset
                                           out[#out + 1] = wait
                                           out[#out + 1] = (cost == 1 and all) and o.began or 0
                                         end
                                         out[#out + 1] = now
                                         return out
                                         """;
    private static final int FIELDS = 6;
    private static final String SHA = sha1();
    private static final int MOST_LOOKED_AT = 1000;
    private static final int BATCH = 500;
    private static final long LIST_KEPT_SECONDS = Duration.ofDays(3).toSeconds();

    private final RedisConnection redis;

    public RedisLimitStore(RedisConnection redis) {
        this.redis = redis;
    }

    private static String sha1() {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-1").digest(SCRIPT.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1.", e);
        }
    }

    private String key(String routeId, String key, String name) {
        return redis.key("limit:{" + routeId + ":" + key + "}:" + name);
    }

    private String list(String routeId) {
        return redis.key("limits:{" + routeId + "}");
    }

    @Override
    public List<Tally> take(Subject subject, List<RateLimit> limits) {
        List<String> names = limits.stream().map(LimitStore::name).toList();
        List<String> keys = names.stream().map(name -> key(subject.routeId(), subject.key(), name)).toList();
        List<Long> answer = numbers(run(keys, arguments("1", limits)), limits.size());
        list(subject, names, answer);
        return tallies(answer, limits.size());
    }

    private Object run(List<String> keys, List<String> arguments) {
        try {
            return redis.call(commands -> commands.evalsha(SHA, keys, arguments));
        } catch (JedisNoScriptException e) {
            return redis.call(commands -> commands.eval(SCRIPT, keys, arguments));
        }
    }

    private static List<String> arguments(String cost, List<RateLimit> limits) {
        List<String> arguments = new ArrayList<>(1 + 3 * limits.size());
        arguments.add(cost);
        for (RateLimit limit : limits) {
            String name = LimitStore.name(limit);
            arguments.add(name.substring(0, name.indexOf('.')));
            arguments.add(Long.toString(limit.permits()));
            arguments.add(Long.toString(limit.periodMillis()));
        }
        return arguments;
    }

    private static List<Long> numbers(Object answer, int counters) {
        List<Long> numbers = new ArrayList<>();
        if (answer instanceof List<?> parts) {
            for (Object part : parts) {
                if (part instanceof Long number) {
                    numbers.add(number);
                }
            }
        }
        if (numbers.size() != counters * FIELDS + 1) {
            throw new IllegalStateException("Redis answered a script with " + answer);
        }
        return numbers;
    }

    private static List<Tally> tallies(List<Long> answer, int counters) {
        List<Tally> tallies = new ArrayList<>(counters);
        for (int at = 0; at < counters * FIELDS; at += FIELDS) {
            tallies.add(new Tally(answer.get(at) == 1, answer.get(at + 1), answer.get(at + 2),
                    Duration.ofMillis(answer.get(at + 3)), Duration.ofMillis(answer.get(at + 4))));
        }
        return tallies;
    }

    /** Lists the counters that have begun a window or a bucket; the others are listed. */
    private void list(Subject subject, List<String> names, List<Long> answer) {
        double now = answer.getLast();
        Map<String, Double> began = new HashMap<>();
        for (int at = 0; at < names.size(); at++) {
            if (answer.get(at * FIELDS + FIELDS - 1) == 1) {
                began.put(names.get(at) + " " + subject.key(), now);
            }
        }
        if (!began.isEmpty()) {
            String list = list(subject.routeId());
            redis.pipeline(pipeline -> {
                pipeline.zadd(list, began);
                pipeline.zremrangeByRank(list, 0, -MOST_LISTED - 1L);
                pipeline.expire(list, LIST_KEPT_SECONDS);
            });
        }
    }

    @Override
    public List<Usage> busiest(String routeId, List<RateLimit> limits, int most) {
        Map<String, RateLimit> byName = new HashMap<>();
        limits.forEach(limit -> byName.put(LimitStore.name(limit), limit));
        List<String> members = redis
                .call(commands -> commands.zrange(list(routeId),
                        ZRangeParams.zrangeParams(0, MOST_LOOKED_AT - 1).rev()))
                .stream().filter(member -> byName.containsKey(name(member))).toList();
        List<Response<Object>> answers = new ArrayList<>(members.size());
        redis.pipeline(pipeline -> members.forEach(member -> answers.add(look(pipeline, routeId, member, byName))));
        List<Usage> usages = new ArrayList<>();
        for (int at = 0; at < members.size(); at++) {
            RateLimit limit = byName.get(name(members.get(at)));
            Tally tally = tallies(numbers(answers.get(at).get(), 1), 1).getFirst();
            if (limit != null && tally.used() > 0) {
                usages.add(new Usage(limit, key(members.get(at)), tally));
            }
        }
        usages.sort(Comparator.comparingDouble(
                (Usage usage) -> (double) usage.tally().used() / usage.limit().permits()).reversed());
        return List.copyOf(usages.subList(0, Math.min(most, usages.size())));
    }

    private Response<Object> look(AbstractPipeline pipeline, String routeId, String member,
            Map<String, RateLimit> byName) {
        RateLimit limit = byName.get(name(member));
        return pipeline.eval(SCRIPT, List.of(key(routeId, key(member), name(member))),
                arguments("0", limit == null ? List.of() : List.of(limit)));
    }

    private static String name(String member) {
        return member.substring(0, member.indexOf(' '));
    }

    private static String key(String member) {
        return member.substring(member.indexOf(' ') + 1);
    }

    @Override
    public long reset(String routeId) {
        String list = list(routeId);
        long counters = 0;
        for (int done = 0; done < MOST_LISTED; done += BATCH) {
            List<String> members = redis.call(commands -> commands.zrange(list, 0, BATCH - 1));
            if (members.isEmpty()) {
                break;
            }
            List<Response<Long>> deleted = new ArrayList<>();
            redis.pipeline(pipeline -> {
                members.forEach(member -> deleted.add(pipeline.del(key(routeId, key(member), name(member)))));
                pipeline.zrem(list, members.toArray(String[]::new));
            });
            for (Response<Long> one : deleted) {
                counters += one.get();
            }
        }
        return counters;
    }

    @Override
    public long reset(Subject subject, List<RateLimit> limits) {
        List<String> names = limits.stream().map(LimitStore::name).distinct().toList();
        if (names.isEmpty()) {
            return 0;
        }
        List<Response<Long>> deleted = new ArrayList<>();
        redis.pipeline(pipeline -> {
            names.forEach(name -> deleted.add(pipeline.del(key(subject.routeId(), subject.key(), name))));
            pipeline.zrem(list(subject.routeId()),
                    names.stream().map(name -> name + " " + subject.key()).toArray(String[]::new));
        });
        return deleted.stream().mapToLong(Response::get).sum();
    }
}
