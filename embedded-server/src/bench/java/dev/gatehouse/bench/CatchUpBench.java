package dev.gatehouse.bench;

import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import dev.gatehouse.server.session.MadeUpSessions;
import dev.gatehouse.server.session.NodeBeat;
import dev.gatehouse.server.session.redis.RedisPresenceStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/** How long a new node takes to know a million sessions, beside reading their hashes and nothing else. */
final class CatchUpBench {

    private static final int SESSIONS = 1_000_000;
    private static final int BATCH = 500;
    private static final String NODE = "generator";
    private static final Duration LIFETIME = Duration.ofHours(1);

    private CatchUpBench() {}

    static Table run() throws IOException, InterruptedException {
        Clock clock = Clock.systemUTC();
        try (Scratch scratch = Scratch.make(); RedisServer server = RedisServer.start(Child.SERVER_CORE, scratch)) {
            double fillSeconds = fill(server.uri(), clock);
            double nodeSeconds = seconds(server.uri(), "node");
            double bareSeconds = seconds(server.uri(), "bare");
            Table table = new Table("catch-up", "catch-up", "%,d sessions in Redis".formatted(SESSIONS),
                    "a new node's index", "reading the hashes", "ratio");
            table.row("seconds", Figures.text(nodeSeconds), Figures.text(bareSeconds),
                    Figures.ratio(nodeSeconds / bareSeconds));
            table.row("seconds to write them", Figures.text(fillSeconds), "", "");
            table.row("Redis, MiB resident", Figures.text(server.process().residentKib() / 1024.0), "", "");
            return table;
        }
    }

    private static double fill(String uri, Clock clock) {
        long began = System.nanoTime();
        Instant now = clock.instant();
        MadeUpSessions sessions = new MadeUpSessions(NODE, now);
        try (PooledRedisConnection redis = new PooledRedisConnection(RedisAddress.parse(uri), "gh:", clock, _ -> {})) {
            RedisPresenceStore store = new RedisPresenceStore(redis, LIFETIME, clock);
            for (int from = 0; from < SESSIONS; from += BATCH) {
                store.put(LongStream.range(from, from + BATCH).mapToObj(number -> sessions.settled(number, now))
                        .toList());
            }
            store.beat(new NodeBeat(NODE, "", "bench", now, now, SESSIONS, -1, false));
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private static double seconds(String uri, String what) throws IOException {
        try (Child child = Child.java(Child.LOAD_CORE, List.of("-Xmx2g"), CatchUpMain.class, uri, NODE, what,
                Integer.toString(SESSIONS))) {
            return Double.parseDouble(child.line("seconds"));
        }
    }
}
