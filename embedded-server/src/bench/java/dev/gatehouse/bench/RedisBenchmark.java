package dev.gatehouse.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The commands of a heartbeat as fast as redis-benchmark sends them: each kind by itself, for it knows no mixtures. The
 * time of a heartbeat is the sum of its commands' times.
 */
final class RedisBenchmark {

    private static final String RANDOM = "__rand_int__";
    /** Commands to find out how many fit into the time of a turn. */
    private static final long TRIAL_COMMANDS = 20_000;
    /** Columns behind the command's name: the rate, and six latencies. */
    private static final int FIGURES = 7;

    private final int port;
    private final int sessions;
    private final int batch;
    private final Child redis;
    private final int pipeline;
    private final boolean joins;

    /**
     * One kind of command.
     *
     * @param perHeartbeat how many a heartbeat takes
     * @param pipeline     how many are sent in one go
     */
    private record Kind(double perHeartbeat, int pipeline, List<String> words) {}

    /** @param batch heartbeats in one pipeline */
    RedisBenchmark(Child redis, int port, int sessions, int batch) {
        this(redis, port, sessions, batch, batch, false);
    }

    /**
     * @param batch    sessions whose lists are written in one go
     * @param pipeline commands that are sent in one go
     * @param joins    whether sessions are written whole instead of renewed
     */
    RedisBenchmark(Child redis, int port, int sessions, int batch, int pipeline, boolean joins) {
        this.pipeline = pipeline;
        this.joins = joins;
        this.redis = redis;
        this.port = port;
        this.sessions = sessions;
        this.batch = batch;
    }

    /**
     * Measures for some seconds over one connection, as a node has it; gives heartbeats per second and Redis'
     * milliseconds of CPU per heartbeat.
     */
    double[] measure(int seconds) throws IOException, InterruptedException, WrongAnswerException {
        List<Kind> kinds = kinds(System.currentTimeMillis());
        double secondsPerHeartbeat = 0;
        double cpuPerHeartbeat = 0;
        for (Kind kind : kinds) {
            double trial = perSecond(kind, Math.max(1, TRIAL_COMMANDS / weight(kind)));
            long commands = Math.max(100, (long) (trial * seconds / kinds.size()));
            long cpuBefore = redis.cpuMillis();
            double perSecond = perSecond(kind, commands);
            cpuPerHeartbeat += kind.perHeartbeat * (redis.cpuMillis() - cpuBefore) / commands;
            secondsPerHeartbeat += kind.perHeartbeat / perSecond;
        }
        return new double[]{1 / secondsPerHeartbeat, cpuPerHeartbeat};
    }

    /** How many simple commands one of this kind is as long as. */
    private static long weight(Kind kind) {
        return kind.words.size() / 2L;
    }

    /** What a batch of sessions of as many users sends, see {@code RedisPresenceStore}. */
    private List<Kind> kinds(long now) {
        String session = HeartbeatMain.PREFIX + "session:{" + random(HeartbeatMain.sid(0)) + "}";
        String user = HeartbeatMain.PREFIX + "user:{" + random(HeartbeatMain.userId(0)) + "}:sessions";
        String node = HeartbeatMain.PREFIX + "node:" + HeartbeatMain.NODE + ":sessions";
        String lifetime = Long.toString(HeartbeatMain.LIFETIME.toMillis());
        String expiry = now + HeartbeatMain.LIFETIME.toMillis() + ".0";
        List<String> batchOfNode = new ArrayList<>(List.of("ZADD", node));
        for (String member : Collections.nCopies(batch, random(HeartbeatMain.sid(0)))) {
            batchOfNode.addAll(List.of(expiry, member));
        }
        double perBatch = 1.0 / batch;
        List<Kind> kinds = new ArrayList<>(List.of(
                new Kind(1, pipeline, List.of("HSET", session, "lastSeenAt", Long.toString(now))),
                new Kind(1, pipeline, List.of("PEXPIRE", session, lifetime)),
                new Kind(1, pipeline, List.of("ZADD", user, expiry, HeartbeatMain.sid(0))),
                new Kind(1, pipeline, List.of("PEXPIRE", user, lifetime)),
                new Kind(perBatch, 1, batchOfNode)));
        if (joins) {
            String at = Long.toString(now);
            kinds.set(0, new Kind(1, pipeline, List.of("HSET", session, "user", HeartbeatMain.userId(0), "name",
                    "user-100", "node", HeartbeatMain.NODE, "ip", "10.0.0.1", "kind", "web", "agent", "bench",
                    "loginAt", at, "connectedAt", at, "lastSeenAt", at, "rooms", "")));
            kinds.add(new Kind(1, pipeline, List.of("ZREMRANGEBYSCORE", user, "0", now + ".0")));
        }
        return kinds;
    }

    private static String random(String id) {
        return id.substring(0, id.length() - 12) + RANDOM;
    }

    private double perSecond(Kind kind, long commands)
            throws IOException, InterruptedException, WrongAnswerException {
        List<String> line = new ArrayList<>(Arrays.asList("redis-benchmark", "--csv", "-h", "127.0.0.1", "-p",
                Integer.toString(port), "-c", "1", "-n", Long.toString(commands), "-P",
                Integer.toString(kind.pipeline), "-r", Integer.toString(sessions)));
        line.addAll(kind.words);
        String out = Child.output(Child.SERVER_CORE, line);
        String result = out.lines().reduce((_, last) -> last).orElse("");
        String[] columns = result.split("\",\"", -1);
        if (!result.startsWith("\"" + kind.words.getFirst()) || columns.length < FIGURES + 1) {
            throw new WrongAnswerException("redis-benchmark says: " + out);
        }
        return Double.parseDouble(columns[columns.length - FIGURES]);
    }
}
