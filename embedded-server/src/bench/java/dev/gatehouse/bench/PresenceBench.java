package dev.gatehouse.bench;

import java.io.IOException;
import java.util.List;

/**
 * Sessions that a node writes to a real Redis, new ones and heartbeats, beside what redis-benchmark writes with the same
 * commands in pipelines of 64.
 */
final class PresenceBench {

    private static final int SESSIONS = 20_000;
    private static final int BATCH = 500;
    private static final int PIPELINE = 64;
    private static final List<String> FLAGS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseG1GC");

    private PresenceBench() {}

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(3);
        int seconds = options.secondsOr(5);
        try (Scratch scratch = Scratch.make();
                RedisServer redis = RedisServer.start(Child.LOAD_CORE, scratch);
                Child writer = Child.java(Child.SERVER_CORE, FLAGS, HeartbeatMain.class, redis.uri(),
                        Integer.toString(SESSIONS))) {
            writer.line("ready");
            Bench.say("presence: warming up");
            writer.ask(Integer.toString(Math.max(3, seconds)), "done");
            writer.ask(HeartbeatMain.JOIN + Math.max(3, seconds), "done");
            Comparison joins = compared("presence, joins", writer, redis, HeartbeatMain.JOIN, rounds, seconds);
            Comparison beats = compared("presence, heartbeats", writer, redis, "", rounds, seconds);
            writer.end();
            Table table = new Table("presence", "presence --rounds " + rounds + " --seconds " + seconds,
                    "%,d sessions of as many users, batches of %d, %s".formatted(SESSIONS, BATCH, beats.counted()),
                    "Gatehouse", "redis-benchmark -P " + PIPELINE, "median ratio");
            table.compare("sessions written whole, per second", joins, 0);
            table.compare("heartbeats per second", beats, 0);
            table.compare("Redis CPU, ms per heartbeat", beats, 1);
            return table;
        }
    }

    private static Comparison compared(String name, Child writer, RedisServer redis, String how, int rounds,
            int seconds) throws IOException, InterruptedException {
        RedisBenchmark baseline = new RedisBenchmark(redis.process(), redis.port(), SESSIONS, BATCH, PIPELINE,
                !how.isEmpty());
        return Comparison.of(name, rounds, () -> write(writer, redis, how + seconds), () -> baseline.measure(seconds));
    }

    private static double[] write(Child writer, RedisServer redis, String order)
            throws IOException, WrongAnswerException {
        long redisBefore = redis.process().cpuMillis();
        String[] done = writer.ask(order, "done ").split(" ", -1);
        long sessions = Long.parseLong(done[0]);
        if (sessions == 0) {
            throw new WrongAnswerException("Redis does not hold all sessions with their last heartbeat.");
        }
        return new double[]{sessions * 1e9 / Long.parseLong(done[1]),
                (double) (redis.process().cpuMillis() - redisBefore) / sessions};
    }
}
