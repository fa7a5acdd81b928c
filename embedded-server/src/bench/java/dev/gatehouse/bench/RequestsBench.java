package dev.gatehouse.bench;

import dev.gatehouse.model.api.MeExchange;
import dev.gatehouse.server.fixture.Api;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A verified {@code GET /api/v1/me} of a real node beside a Javalin handler that gives the same bytes. */
final class RequestsBench {

    private static final List<String> FLAGS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseG1GC");
    private static final int PER_SECOND = 0;
    private static final int CPU_MILLIS = 1;

    private RequestsBench() {}

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(5);
        int seconds = options.secondsOr(8);
        try (Scratch scratch = Scratch.make();
                Child node = Child.java(Child.SERVER_CORE, FLAGS, NodeMain.class, scratch.path("node").toString(),
                        "auth.access-token=6h")) {
            URI nodeUri = URI.create(node.line("ready "));
            Api api = new Api(nodeUri).signedIn(NodeMain.ADMIN, NodeMain.PASSWORD);
            String me = api.get(MeExchange.PATH).text();
            try (Child bare = Child.java(Child.SERVER_CORE, FLAGS, BareMain.class, me)) {
                URI bareUri = URI.create(bare.line("ready "));
                Wrk wrk = new Wrk(scratch.path("."), api.token(), me);
                Bench.say("requests: warming up");
                warm(wrk, node, nodeUri, seconds);
                warm(wrk, bare, bareUri, seconds);
                bare.pause();
                Comparison comparison = Comparison.of("requests", rounds, () -> wrk.load(node, nodeUri, seconds),
                        () -> alone(bare, node, () -> wrk.load(bare, bareUri, seconds)));
                bare.resume();
                return table(comparison, rounds, seconds);
            }
        }
    }

    private static void warm(Wrk wrk, Child server, URI uri, int seconds) throws IOException, InterruptedException {
        try {
            wrk.load(server, uri, 3 * seconds);
        } catch (WrongAnswerException e) {
            throw new BenchFailure("A server gives wrong answers: " + e.getMessage());
        }
    }

    /** Lets {@code here} go on for one turn, with {@code there} at rest. */
    private static double[] alone(Child here, Child there, Comparison.Turn turn)
            throws WrongAnswerException, IOException, InterruptedException {
        there.pause();
        here.resume();
        try {
            return turn.measure();
        } finally {
            here.pause();
            there.resume();
        }
    }

    private static Table table(Comparison comparison, int rounds, int seconds) {
        Table table = new Table("requests", "requests --rounds " + rounds + " --seconds " + seconds,
                "`GET /api/v1/me`, one core, " + comparison.counted(), "Gatehouse, token verified", "bare Javalin",
                "median ratio");
        table.compare("requests per second", comparison, PER_SECOND);
        table.compare("server CPU, ms per request", comparison, CPU_MILLIS);
        return table;
    }
}
