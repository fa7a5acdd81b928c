package dev.gatehouse.bench;

import dev.gatehouse.server.bus.memory.MemoryBus;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import dev.gatehouse.server.session.PresenceIndex;
import dev.gatehouse.server.session.PresenceSync;
import dev.gatehouse.server.session.redis.RedisPresenceStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A new node's presence, or the bare reading of what it reads. */
public final class CatchUpMain {

    private static final int BATCH = 500;

    private CatchUpMain() {}

    /** Takes Redis, the node whose sessions they are, {@code node} or {@code bare}, and how many. */
    public static void main(String[] arguments) throws InterruptedException {
        Clock clock = Clock.systemUTC();
        int sessions = Integer.parseInt(arguments[3]);
        try (PooledRedisConnection redis = new PooledRedisConnection(RedisAddress.parse(arguments[0]), "gh:", clock,
                _ -> {})) {
            long began = System.nanoTime();
            if (arguments[2].equals("bare")) {
                bare(redis, arguments[1], sessions);
            } else {
                node(redis, clock, sessions);
            }
            Parent.say("seconds " + (System.nanoTime() - began) / 1e9);
        }
    }

    private static void node(PooledRedisConnection redis, Clock clock, int sessions) throws InterruptedException {
        PresenceIndex index = new PresenceIndex();
        try (MemoryBus bus = new MemoryBus("new");
                PresenceSync sync = new PresenceSync("new", new RedisPresenceStore(redis, Duration.ofHours(1), clock),
                        index, bus, Duration.ofHours(1), clock)) {
            sync.start();
            while (index.count() < sessions) {
                Thread.sleep(20);
            }
        }
    }

    private static void bare(PooledRedisConnection redis, String node, int sessions) {
        List<String> sids = new ArrayList<>(
                redis.call(commands -> commands.zrange(redis.key("node:" + node + ":sessions"), 0, -1)));
        if (sids.size() != sessions) {
            throw new BenchFailure("Redis has " + sids.size() + " sessions");
        }
        for (int from = 0; from < sids.size(); from += BATCH) {
            List<String> batch = sids.subList(from, Math.min(from + BATCH, sids.size()));
            redis.pipeline(pipeline -> batch.forEach(sid -> pipeline.hgetAll(redis.key("session:{" + sid + "}"))));
        }
    }
}
