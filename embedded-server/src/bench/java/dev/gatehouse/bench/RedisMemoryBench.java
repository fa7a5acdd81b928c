package dev.gatehouse.bench;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.auth.Login;
import dev.gatehouse.server.auth.LoginStore;
import dev.gatehouse.server.auth.redis.RedisLoginStore;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import dev.gatehouse.server.session.redis.RedisPresenceStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What 20,000 logins and as many online sessions take in Redis, beside bare hashes of the same texts. */
final class RedisMemoryBench {

    private static final int SESSIONS = 20_000;
    private static final int BATCH = 500;
    private static final Pattern USED = Pattern.compile("used_memory:(\\d+)");
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final Duration LIFETIME = Duration.ofHours(1);

    private RedisMemoryBench() {}

    /** Takes no rounds: the same is written every time. */
    static Table run() throws IOException, InterruptedException {
        long logins = measured(RedisMemoryBench::logins);
        long bareLogins = measured((redis, now) -> bare(redis, "login", loginFields(now)));
        long presence = measured(RedisMemoryBench::presence);
        long barePresence = measured((redis, now) -> bare(redis, "session", sessionFields(now)));
        Table table = new Table("redis-memory", "redis-memory", "%,d of each, MiB".formatted(SESSIONS), "Gatehouse",
                "one bare hash each", "ratio");
        row(table, "logins (hash, lifetime, index of the user)", logins, bareLogins);
        row(table, "online sessions (hash, lifetime, indexes of node and user)", presence, barePresence);
        return table;
    }

    private static void row(Table table, String what, long bytes, long bareBytes) {
        table.row(what, Figures.text(bytes / 1048576.0), Figures.text(bareBytes / 1048576.0),
                Figures.ratio((double) bytes / bareBytes));
    }

    /** Fills an empty Redis. */
    @FunctionalInterface
    private interface Filling {

        void fill(PooledRedisConnection redis, Instant now);
    }

    private static long measured(Filling filling) throws IOException, InterruptedException {
        Clock clock = Clock.systemUTC();
        try (Scratch scratch = Scratch.make();
                RedisServer server = RedisServer.start(Child.SERVER_CORE, scratch);
                PooledRedisConnection redis = new PooledRedisConnection(RedisAddress.parse(server.uri()), "gh:", clock,
                        _ -> {})) {
            long before = used(redis);
            filling.fill(redis, clock.instant());
            return used(redis) - before;
        }
    }

    private static long used(PooledRedisConnection redis) {
        Matcher used = USED.matcher(redis.call(commands -> commands.info("memory")));
        if (!used.find()) {
            throw new BenchFailure("Redis does not say how much memory it uses.");
        }
        return Long.parseLong(used.group(1));
    }

    private static void logins(PooledRedisConnection redis, Instant now) {
        LoginStore store = new RedisLoginStore(redis, Clock.systemUTC());
        for (int i = 0; i < SESSIONS; i++) {
            LoginStore.Lease lease = store.tryLock(HeartbeatMain.userId(i));
            Login login = new Login(HeartbeatMain.sid(i), HeartbeatMain.userId(i), ClientKind.WEB, "10.0.0.1", "bench",
                    now, new Login.Refresh(HASH, HASH, now.plus(LIFETIME), null),
                    new Login.Lifetime(now.plus(LIFETIME), 0), HASH);
            if (lease == null || !store.create(login, lease)) {
                throw new BenchFailure("A login was not kept.");
            }
            store.unlock(lease);
        }
    }

    private static Map<String, String> loginFields(Instant now) {
        String millis = Long.toString(now.toEpochMilli());
        return Map.of("user", HeartbeatMain.userId(0), "kind", "WEB", "ip", "10.0.0.1", "agent", "bench", "family",
                HASH, "refresh", HASH, "cookie", HASH, "loginAt", millis, "endsAt", millis, "refreshUntil", millis);
    }

    private static void presence(PooledRedisConnection redis, Instant now) {
        RedisPresenceStore store = new RedisPresenceStore(redis, LIFETIME, Clock.systemUTC());
        for (int from = 0; from < SESSIONS; from += BATCH) {
            List<Session> batch = new ArrayList<>();
            for (int i = from; i < from + BATCH; i++) {
                batch.add(new Session(HeartbeatMain.sid(i), HeartbeatMain.userId(i), "user-" + i, HeartbeatMain.NODE,
                        "10.0.0.1", ClientKind.WEB, "bench", now, now, now, List.of(), false));
            }
            store.put(batch);
        }
    }

    private static Map<String, String> sessionFields(Instant now) {
        String millis = Long.toString(now.toEpochMilli());
        return Map.of("user", HeartbeatMain.userId(0), "name", "user-10000", "node", HeartbeatMain.NODE, "ip",
                "10.0.0.1", "kind", "web", "agent", "bench", "loginAt", millis, "connectedAt", millis, "lastSeenAt",
                millis, "rooms", "");
    }

    private static void bare(PooledRedisConnection redis, String kind, Map<String, String> fields) {
        for (int from = 0; from < SESSIONS; from += BATCH) {
            int first = from;
            redis.pipeline(pipeline -> {
                for (int i = first; i < first + BATCH; i++) {
                    pipeline.hset("gh:" + kind + ":{" + HeartbeatMain.sid(i) + "}", fields);
                }
            });
        }
    }
}
