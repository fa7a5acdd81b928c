package dev.gatehouse.server.auth.redis;

import dev.gatehouse.server.auth.Login;
import dev.gatehouse.server.auth.LoginStore;
import dev.gatehouse.server.redis.RedisConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ZAddParams;
import redis.clients.jedis.params.ZRangeParams;

/**
 * Logins in Redis: a hash {@code login:{<sid>}} that outlives the login by some minutes, so that its end can be recorded;
 * per user a sorted set {@code user:{<uid>}:logins} of sid to end, beside {@code user:{<uid>}:login-lock} with its owner
 * and {@code user:{<uid>}:login-fence}, which counts its owners; and {@code login-ends:<0 to 15>}, sorted sets of sid to
 * the moment when somebody has to look after the login's end.
 */
public final class RedisLoginStore implements LoginStore {

    /** KEYS: lock, fence. ARGV: owner, how long in milliseconds. Answers the fence, or 0 where it is locked. */
    private static final String LOCK = """
                                       if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
                                       local fence = redis.call('INCR', KEYS[2])
                                       redis.call('PEXPIRE', KEYS[2], 86400000)
                                       return fence
                                       """;

    /** KEYS: lock. ARGV: owner. */
    private static final String UNLOCK = """
                                         if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
                                         return redis.call('DEL', KEYS[1])
                                         """;

    /** Puts a login into its user's set, which lasts as long as the last of them. */
    private static final String LIST = """
                                       redis.call('ZREMRANGEBYSCORE', KEYS[1], 0, ARGV[1])
                                       redis.call('ZADD', KEYS[1], ARGV[3], ARGV[2])
                                       local last = redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')
                                       redis.call('PEXPIREAT', KEYS[1], last[2])
                                       return 1
                                       """;

    /** KEYS: the user's logins, fence. ARGV: now, sid, end, fence. */
    private static final String ADMIT = "if redis.call('GET', KEYS[2]) ~= ARGV[4] then return 0 end\n" + LIST;

    /** KEYS: the user's logins. ARGV: now, sid, end. */
    private static final String MOVE = "if not redis.call('ZSCORE', KEYS[1], ARGV[2]) then return 0 end\n" + LIST;

    /** KEYS: the login. ARGV: the hash it must have; pairs of fields follow. */
    private static final String EXCHANGE = """
                                           if redis.call('HGET', KEYS[1], 'refresh') ~= ARGV[1] then return 0 end
                                           redis.call('HSET', KEYS[1], unpack(ARGV, 2))
                                           return 1
                                           """;

    /** KEYS: the login. ARGV: the end it must have, the next one, renewals, when the hash is to go. */
    private static final String RENEW = """
                                        if redis.call('HGET', KEYS[1], 'endsAt') ~= ARGV[1] then return 0 end
                                        redis.call('HSET', KEYS[1], 'endsAt', ARGV[2], 'renewals', ARGV[3])
                                        redis.call('PEXPIREAT', KEYS[1], ARGV[4])
                                        return 1
                                        """;

    /** KEYS: a set of ends. ARGV: until, how many at most, until when they are the caller's. */
    private static final String CLAIM = """
                                        local due = redis.call('ZRANGEBYSCORE', KEYS[1], 0, ARGV[1], 'LIMIT', 0, ARGV[2])
                                        for _, sid in ipairs(due) do redis.call('ZADD', KEYS[1], ARGV[3], sid) end
                                        return due
                                        """;

    private static final int BUCKETS = 16;
    /** How long a login can still be read after its end, for its record. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final RedisConnection redis;
    private final Clock clock;

    public RedisLoginStore(RedisConnection redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    private String loginKey(String sid) {
        return redis.key("login:{" + sid + "}");
    }

    private String userKey(String userId, String what) {
        return redis.key("user:{" + userId + "}:" + what);
    }

    private String endsKey(int bucket) {
        return redis.key("login-ends:" + bucket);
    }

    private String endsKey(String sid) {
        return endsKey(Math.floorMod(sid.hashCode(), BUCKETS));
    }

    private static String millis(Instant instant) {
        return Long.toString(instant.toEpochMilli());
    }

    private static boolean done(UnifiedJedis commands, String script, List<String> keys, List<String> arguments) {
        return Long.valueOf(1).equals(commands.eval(script, keys, arguments));
    }

    @Override
    public @Nullable Lease tryLock(String userId) {
        String owner = UUID.randomUUID().toString();
        Object fence = redis.call(commands -> commands.eval(LOCK,
                List.of(userKey(userId, "login-lock"), userKey(userId, "login-fence")),
                List.of(owner, Long.toString(LOCK_HELD.toMillis()))));
        return fence instanceof Long number && number > 0 ? new Lease(userId, owner, number) : null;
    }

    @Override
    public void unlock(Lease lease) {
        redis.call(commands -> done(commands, UNLOCK, List.of(userKey(lease.userId(), "login-lock")),
                List.of(lease.owner())));
    }

    @Override
    public boolean create(Login login, Lease lease) {
        String key = loginKey(login.sid());
        redis.pipeline(pipeline -> {
            pipeline.hset(key, LoginHash.fields(login));
            pipeline.pexpireAt(key, login.endsAt().plus(KEPT).toEpochMilli());
        });
        boolean admitted = redis.call(commands -> done(commands, ADMIT,
                List.of(userKey(login.userId(), "logins"), userKey(login.userId(), "login-fence")),
                List.of(Long.toString(clock.millis()), login.sid(), millis(login.endsAt()),
                        Long.toString(lease.fence()))));
        redis.pipeline(pipeline -> {
            if (admitted) {
                pipeline.zadd(endsKey(login.sid()), (double) login.endsAt().toEpochMilli(), login.sid());
            } else {
                pipeline.del(key);
            }
        });
        return admitted;
    }

    @Override
    public @Nullable Login find(String sid) {
        Login login = LoginHash.login(sid, redis.call(commands -> commands.hgetAll(loginKey(sid))));
        return login == null || !login.endsAt().isAfter(clock.instant()) ? null : login;
    }

    @Override
    public boolean exchange(Login login, Login.Refresh next) {
        List<String> arguments = new ArrayList<>(List.of(login.refresh().hash()));
        LoginHash.fields(next).forEach((field, value) -> {
            arguments.add(field);
            arguments.add(value);
        });
        return redis.call(commands -> done(commands, EXCHANGE, List.of(loginKey(login.sid())), arguments));
    }

    @Override
    public boolean renew(Login login, Login.Lifetime next) {
        String end = millis(next.endsAt());
        boolean won = redis.call(commands -> done(commands, RENEW, List.of(loginKey(login.sid())),
                List.of(millis(login.endsAt()), end, Integer.toString(next.renewals()),
                        millis(next.endsAt().plus(KEPT)))));
        if (won) {
            redis.pipeline(pipeline -> {
                pipeline.eval(MOVE, List.of(userKey(login.userId(), "logins")),
                        List.of(Long.toString(clock.millis()), login.sid(), end));
                pipeline.zadd(endsKey(login.sid()), (double) next.endsAt().toEpochMilli(), login.sid(),
                        ZAddParams.zAddParams().xx());
            });
        }
        return won;
    }

    @Override
    public void remove(Login login) {
        redis.pipeline(pipeline -> {
            pipeline.del(loginKey(login.sid()));
            pipeline.zrem(userKey(login.userId(), "logins"), login.sid());
            pipeline.zrem(endsKey(login.sid()), login.sid());
        });
    }

    @Override
    public List<Login> ofUser(String userId) {
        Instant now = clock.instant();
        return read(sidsOf(userId)).stream().filter(login -> login.endsAt().isAfter(now))
                .sorted(Comparator.comparing(Login::loginAt).thenComparing(Login::sid).reversed()).toList();
    }

    private List<Login> read(List<String> sids) {
        List<Response<Map<String, String>>> hashes = new ArrayList<>(sids.size());
        redis.pipeline(pipeline -> sids.forEach(sid -> hashes.add(hash(pipeline, sid))));
        List<Login> logins = new ArrayList<>(sids.size());
        for (int each = 0; each < sids.size(); each++) {
            Login login = LoginHash.login(sids.get(each), hashes.get(each).get());
            if (login != null) {
                logins.add(login);
            }
        }
        return logins;
    }

    private Response<Map<String, String>> hash(AbstractPipeline pipeline, String sid) {
        return pipeline.hgetAll(loginKey(sid));
    }

    @Override
    public List<String> sidsOf(String userId) {
        return redis.call(commands -> commands.zrange(userKey(userId, "logins"),
                ZRangeParams.zrangeByScoreParams((double) (clock.millis() + 1), Double.POSITIVE_INFINITY))).stream()
                .sorted().toList();
    }

    @Override
    public List<Login> takeEnded(Instant until, int most) {
        String claimedUntil = millis(clock.instant().plus(CLAIM_HELD));
        List<Response<Object>> claims = new ArrayList<>(BUCKETS);
        redis.pipeline(pipeline -> {
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                claims.add(pipeline.eval(CLAIM, List.of(endsKey(bucket)), List.of(millis(until),
                        Integer.toString(Math.max(1, most / BUCKETS)), claimedUntil)));
            }
        });
        List<String> sids = claims.stream().map(Response::get).filter(List.class::isInstance)
                .<String>flatMap(claim -> ((List<?>) claim).stream().map(String::valueOf)).toList();
        if (sids.isEmpty()) {
            return List.of();
        }
        List<Login> there = read(sids);
        settle(sids, there, until);
        return there.stream().filter(login -> !login.endsAt().isAfter(until)).toList();
    }

    /** Forgets the ends of logins that are gone, and puts those right that were renewed meanwhile. */
    private void settle(List<String> sids, List<Login> there, Instant until) {
        List<String> gone = new ArrayList<>(sids);
        there.forEach(login -> gone.remove(login.sid()));
        redis.pipeline(pipeline -> {
            gone.forEach(sid -> pipeline.zrem(endsKey(sid), sid));
            there.stream().filter(login -> login.endsAt().isAfter(until)).forEach(login -> pipeline
                    .zadd(endsKey(login.sid()), (double) login.endsAt().toEpochMilli(), login.sid()));
        });
    }
}
