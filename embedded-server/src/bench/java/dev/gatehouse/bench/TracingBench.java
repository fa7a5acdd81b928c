package dev.gatehouse.bench;

import dev.gatehouse.model.api.MeExchange;
import dev.gatehouse.server.fixture.Api;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A verified {@code GET /api/v1/me} of a node that measures its calls, beside the same node that measures nothing. */
final class TracingBench {

    private static final List<String> FLAGS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseG1GC");
    private static final int PER_SECOND = 0;
    private static final int CPU_MILLIS = 1;

    private TracingBench() {}

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(5);
        int seconds = options.secondsOr(8);
        try (Scratch scratch = Scratch.make();
                Child measuring = Child.java(Child.SERVER_CORE, FLAGS, NodeMain.class,
                        scratch.path("measuring").toString(), "auth.access-token=6h");
                Child plain = Child.java(Child.SERVER_CORE, FLAGS, NodeMain.class, scratch.path("plain").toString(),
                        "auth.access-token=6h", "trace.most=0")) {
            URI measuringUri = URI.create(measuring.line("ready "));
            URI plainUri = URI.create(plain.line("ready "));
            Wrk ofMeasuring = asked(scratch, "of-measuring", measuringUri);
            Wrk ofPlain = asked(scratch, "of-plain", plainUri);
            Bench.say("tracing: warming up");
            warm(ofMeasuring, measuring, measuringUri, seconds);
            warm(ofPlain, plain, plainUri, seconds);
            plain.pause();
            Comparison comparison = Comparison.of("tracing", rounds,
                    () -> ofMeasuring.load(measuring, measuringUri, seconds), () -> {
                        measuring.pause();
                        plain.resume();
                        try {
                            return ofPlain.load(plain, plainUri, seconds);
                        } finally {
                            plain.pause();
                            measuring.resume();
                        }
                    });
            plain.resume();
            Table table = new Table("tracing", "tracing --rounds " + rounds + " --seconds " + seconds,
                    "`GET /api/v1/me`, one core, " + comparison.counted(), "measured, a tenth kept", "not measured",
                    "median ratio");
            table.compare("requests per second", comparison, PER_SECOND);
            table.compare("server CPU, ms per request", comparison, CPU_MILLIS);
            return table;
        }
    }

    private static Wrk asked(Scratch scratch, String name, URI node) throws IOException {
        Api api = new Api(node).signedIn(NodeMain.ADMIN, NodeMain.PASSWORD);
        Path folder = Files.createDirectories(scratch.path(name));
        return new Wrk(folder, api.token(), api.get(MeExchange.PATH).text());
    }

    private static void warm(Wrk wrk, Child server, URI uri, int seconds) throws IOException, InterruptedException {
        try {
            wrk.load(server, uri, 3 * seconds);
        } catch (WrongAnswerException e) {
            throw new BenchFailure("A server gives wrong answers: " + e.getMessage());
        }
    }
}
