package dev.gatehouse.bench;

import java.io.IOException;
import java.util.List;

/** Heartbeats that a node writes to a real Redis beside what redis-benchmark writes with the same commands. */
final class HeartbeatsBench {

    private static final int SESSIONS = 5_000;
    /** As in {@code RedisPresenceStore} and {@code PresenceSync}. */
    private static final int BATCH = 500;
    private static final List<String> FLAGS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseG1GC");
    private static final int PER_SECOND = 0;
    private static final int REDIS_CPU_MILLIS = 1;
    private static final int WRITER_CPU_MILLIS = 2;

    private HeartbeatsBench() {}

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(5);
        int seconds = options.secondsOr(7);
        try (Scratch scratch = Scratch.make(); RedisServer redis = RedisServer.start(Child.LOAD_CORE, scratch)) {
            try (Child writer = Child.java(Child.SERVER_CORE, FLAGS, HeartbeatMain.class, redis.uri(),
                    Integer.toString(SESSIONS))) {
                writer.line("ready");
                Bench.say("heartbeats: warming up");
                writer.ask(Integer.toString(Math.max(3, seconds)), "done");
                RedisBenchmark baseline = new RedisBenchmark(redis.process(), redis.port(), SESSIONS, BATCH);
                Comparison comparison = Comparison.of("heartbeats", rounds,
                        () -> write(writer, redis.process(), seconds),
                        () -> baseline.measure(seconds));
                writer.end();
                return table(comparison, rounds, seconds);
            }
        }
    }

    private static double[] write(Child writer, Child redis, int seconds) throws IOException, WrongAnswerException {
        long writerBefore = writer.cpuMillis();
        long redisBefore = redis.cpuMillis();
        String[] done = writer.ask(Integer.toString(seconds), "done ").split(" ", -1);
        long heartbeats = Long.parseLong(done[0]);
        if (heartbeats == 0) {
            throw new WrongAnswerException("Redis does not hold all sessions with their last heartbeat.");
        }
        return new double[]{heartbeats * 1e9 / Long.parseLong(done[1]),
                (double) (redis.cpuMillis() - redisBefore) / heartbeats,
                (double) (writer.cpuMillis() - writerBefore) / heartbeats};
    }

    private static Table table(Comparison comparison, int rounds, int seconds) {
        Table table = new Table("heartbeats", "heartbeats --rounds " + rounds + " --seconds " + seconds,
                "%,d sessions of as many users, batches of %d, %s".formatted(SESSIONS, BATCH, comparison.counted()),
                "Gatehouse", "redis-benchmark", "median ratio");
        table.compare("heartbeats per second", comparison, PER_SECOND);
        table.compare("Redis CPU, ms per heartbeat", comparison, REDIS_CPU_MILLIS);
        table.row("node CPU, ms per heartbeat", Figures.text(comparison.subject(WRITER_CPU_MILLIS)), "", "");
        return table;
    }
}
