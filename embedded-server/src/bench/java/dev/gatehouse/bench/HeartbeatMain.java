package dev.gatehouse.bench;

import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import dev.gatehouse.server.session.redis.RedisPresenceStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A node's presence store with many sessions whose heartbeats all come at once, again and again. */
public final class HeartbeatMain {

    static final String PREFIX = "gh:";
    static final String NODE = "bench-node";
    /** Before a number of seconds: write sessions whole. */
    static final String JOIN = "join ";
    /** As the server's defaults make it: three heartbeats of 30 seconds. */
    static final Duration LIFETIME = Duration.ofSeconds(90);

    private HeartbeatMain() {}

    /**
     * Takes the address of Redis and the number of sessions; says {@code ready}. Each line of the input is a number of
     * seconds, with {@code join } before it where sessions are to be written whole, and answered by
     * {@code done <sessions> <nanoseconds>}.
     */
    public static void main(String[] arguments) throws IOException {
        Clock clock = Clock.systemUTC();
        List<Session> sessions = sessions(Integer.parseInt(arguments[1]), clock.instant());
        try (PooledRedisConnection redis = new PooledRedisConnection(RedisAddress.parse(arguments[0]), PREFIX, clock,
                _ -> {})) {
            RedisPresenceStore store = new RedisPresenceStore(redis, LIFETIME, clock);
            store.put(sessions);
            Parent.say("ready");
            Parent.serve(order -> beat(store, sessions, order, clock));
            store.remove(sessions);
        }
    }

    private static String beat(RedisPresenceStore store, List<Session> sessions, String order, Clock clock) {
        boolean joins = order.startsWith(JOIN);
        Duration time = Duration.ofSeconds(Integer.parseInt(order.substring(joins ? JOIN.length() : 0)));
        long startedNanos = System.nanoTime();
        long heartbeats = 0;
        while (System.nanoTime() - startedNanos < time.toNanos()) {
            Instant now = clock.instant();
            List<Session> seen = sessions.stream().map(session -> session.seenAt(now)).toList();
            if (joins) {
                store.put(seen);
            } else {
                store.touch(seen);
            }
            heartbeats += sessions.size();
        }
        long nanos = System.nanoTime() - startedNanos;
        long there = store.sidsOfNode(NODE).size();
        Instant last = store.read(List.of(sid(0))).getFirst().lastSeenAt();
        boolean fresh = !last.isBefore(clock.instant().minus(Duration.ofSeconds(5)));
        return there == sessions.size() && fresh
                ? "done " + heartbeats + " " + nanos
                : "done 0 " + nanos;
    }

    private static List<Session> sessions(int count, Instant now) {
        List<Session> sessions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sessions.add(new Session(sid(i), userId(i), "user-" + i, NODE, "10.0.0.1", ClientKind.WEB, "bench", now,
                    now, now, List.of(), false));
        }
        return sessions;
    }

    /** As long as a real id, and ending in twelve digits, as redis-benchmark makes its own. */
    static String sid(int number) {
        return String.format(Locale.ROOT, "01SESSIONBENCH%012d", number);
    }

    static String userId(int number) {
        return String.format(Locale.ROOT, "01SOMEUSERIDXX%012d", number);
    }
}
