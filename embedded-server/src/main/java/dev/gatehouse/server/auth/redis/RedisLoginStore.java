package dev.gatehouse.server.auth.redis;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.server.auth.Login;
import dev.gatehouse.server.auth.LoginStore;
import dev.gatehouse.server.redis.RedisConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.params.ZRangeParams;

/**
 * Logins in Redis: a hash {@code login:{<sid>}} that expires with the login, and per user a sorted set
 * {@code user:{<uid>}:logins} of sid to expiry.
 */
public final class RedisLoginStore implements LoginStore {

    /** KEYS: the login. ARGV: the hash it must have, the next one, the next expiry in milliseconds since 1970. */
    private static final String ROTATE = """
                                         if redis.call('HGET', KEYS[1], 'refresh') ~= ARGV[1] then return 0 end
                                         redis.call('HSET', KEYS[1], 'refresh', ARGV[2], 'expiresAt', ARGV[3])
                                         redis.call('PEXPIREAT', KEYS[1], ARGV[3])
                                         return 1
                                         """;

    private final RedisConnection redis;
    private final Clock clock;

    public RedisLoginStore(RedisConnection redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    private String loginKey(String sid) {
        return redis.key("login:{" + sid + "}");
    }

    private String userKey(String userId) {
        return redis.key("user:{" + userId + "}:logins");
    }

    @Override
    public void create(Login login) {
        Map<String, String> fields = new HashMap<>();
        fields.put("user", login.userId());
        fields.put("kind", login.kind().name());
        fields.put("ip", login.ip());
        if (login.agent() != null) {
            fields.put("agent", login.agent());
        }
        fields.put("loginAt", Long.toString(login.loginAt().toEpochMilli()));
        fields.put("refresh", login.refreshHash());
        fields.put("expiresAt", Long.toString(login.expiresAt().toEpochMilli()));
        long expiry = login.expiresAt().toEpochMilli();
        redis.pipeline(pipeline -> {
            pipeline.hset(loginKey(login.sid()), fields);
            pipeline.pexpireAt(loginKey(login.sid()), expiry);
            pipeline.zremrangeByScore(userKey(login.userId()), 0, (double) clock.millis());
            pipeline.zadd(userKey(login.userId()), (double) expiry, login.sid());
            pipeline.pexpireAt(userKey(login.userId()), expiry);
        });
    }

    @Override
    public @Nullable Login find(String sid) {
        return login(sid, redis.call(commands -> commands.hgetAll(loginKey(sid))));
    }

    private static @Nullable Login login(String sid, Map<String, String> fields) {
        String user = fields.get("user");
        String refresh = fields.get("refresh");
        return user == null || refresh == null
                ? null
                : new Login(sid, user, ClientKind.valueOf(fields.getOrDefault("kind", ClientKind.WEB.name())),
                        fields.getOrDefault("ip", ""), fields.get("agent"), instant(fields, "loginAt"), refresh,
                        instant(fields, "expiresAt"));
    }

    private static Instant instant(Map<String, String> fields, String name) {
        return Instant.ofEpochMilli(Long.parseLong(fields.getOrDefault(name, "0")));
    }

    @Override
    public boolean rotate(Login login, String refreshHash, String nextHash, Instant nextExpiresAt) {
        String expiry = Long.toString(nextExpiresAt.toEpochMilli());
        boolean won = redis.call(commands -> Long.valueOf(1).equals(commands.eval(ROTATE,
                List.of(loginKey(login.sid())), List.of(refreshHash, nextHash, expiry))));
        if (won) {
            redis.pipeline(pipeline -> {
                pipeline.zadd(userKey(login.userId()), (double) nextExpiresAt.toEpochMilli(), login.sid());
                pipeline.pexpireAt(userKey(login.userId()), nextExpiresAt.toEpochMilli());
            });
        }
        return won;
    }

    @Override
    public void remove(Login login) {
        redis.pipeline(pipeline -> {
            pipeline.del(loginKey(login.sid()));
            pipeline.zrem(userKey(login.userId()), login.sid());
        });
    }

    @Override
    public List<Login> ofUser(String userId) {
        List<String> sids = redis
                .call(commands -> commands.zrange(userKey(userId),
                        ZRangeParams.zrangeByScoreParams((double) clock.millis(), Double.POSITIVE_INFINITY)));
        List<Login> logins = new ArrayList<>();
        for (String sid : sids) {
            Login login = find(sid);
            if (login != null) {
                logins.add(login);
            }
        }
        logins.sort(Comparator.comparing(Login::loginAt).reversed());
        return logins;
    }
}
