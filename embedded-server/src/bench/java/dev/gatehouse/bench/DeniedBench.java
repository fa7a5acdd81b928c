package dev.gatehouse.bench;

import dev.gatehouse.model.api.MeExchange;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Verified {@code GET /api/v1/me} per second of a node that knows one, a thousand and a hundred thousand denials. */
final class DeniedBench {

    private static final List<String> FLAGS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseG1GC");
    private static final int[] DENIED = {1, 1_000, 100_000};
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PER_SECOND = 0;
    private static final int CPU_MILLIS = 1;

    private DeniedBench() {}

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(3);
        int seconds = options.secondsOr(8);
        try (Scratch scratch = Scratch.make();
                RedisServer server = RedisServer.start(Child.LOAD_CORE, scratch);
                Child node = Child.java(Child.SERVER_CORE, FLAGS, NodeMain.class, scratch.path("node").toString(),
                        "auth.access-token=6h", "redis.uri=" + server.uri());
                PooledRedisConnection redis = new PooledRedisConnection(RedisAddress.parse(server.uri()), "gh:",
                        Clock.systemUTC(), nanos -> {})) {
            URI uri = URI.create(node.line("ready "));
            Api api = new Api(uri).signedIn(NodeMain.ADMIN, NodeMain.PASSWORD);
            Wrk wrk = new Wrk(scratch.path("."), api.token(), api.get(MeExchange.PATH).text());
            Bench.say("denied: warming up");
            load(wrk, node, uri, 4 * seconds);
            Table table = new Table("denied", "denied --rounds " + rounds + " --seconds " + seconds,
                    "`GET /api/v1/me`, one core, median of " + rounds, "requests per second",
                    "server CPU, ms per request");
            int there = 0;
            for (int denied : DENIED) {
                deny(redis, there, denied);
                there = denied;
                denyLast(redis, api);
                List<double[]> figures = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    figures.add(load(wrk, node, uri, seconds));
                }
                table.row("%,d denied".formatted(denied), median(figures, PER_SECOND), median(figures, CPU_MILLIS));
            }
            return table;
        }
    }

    private static String median(List<double[]> figures, int figure) {
        return Figures.text(Figures.median(figures.stream().mapToDouble(round -> round[figure]).toArray()));
    }

    private static double[] load(Wrk wrk, Child node, URI uri, int seconds) throws IOException, InterruptedException {
        try {
            return wrk.load(node, uri, seconds);
        } catch (WrongAnswerException e) {
            throw new BenchFailure("The node gives wrong answers: " + e.getMessage());
        }
    }

    private static void deny(PooledRedisConnection redis, int from, int to) {
        double until = Clock.systemUTC().instant().plus(Duration.ofHours(6)).toEpochMilli();
        for (int begin = from; begin < to - 1; begin += 1000) {
            int first = begin;
            redis.pipeline(pipeline -> {
                for (int i = first; i < Math.min(first + 1000, to - 1); i++) {
                    pipeline.zadd("gh:denied", until, hash("token " + i));
                }
            });
        }
    }

    /** Denies a real session and waits until the node knows it, and so all that were denied before. */
    private static void denyLast(PooledRedisConnection redis, Api api) throws InterruptedException {
        var pair = new Api(api.uri()).login(NodeMain.ADMIN, NodeMain.PASSWORD).json();
        Api last = api.with(pair.get("accessToken").asText());
        Instant now = Clock.systemUTC().instant();
        redis.call(commands -> commands.zadd("gh:denied", (double) now.plus(Duration.ofHours(6)).toEpochMilli(),
                hash(pair.get("sessionId").asText())));
        while (last.get(MeExchange.PATH).status() == 200) {
            if (Clock.systemUTC().instant().isAfter(now.plus(PATIENCE))) {
                throw new BenchFailure("The node does not take over what is denied.");
            }
            Thread.sleep(100);
        }
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
