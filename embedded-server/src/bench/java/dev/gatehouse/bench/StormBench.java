package dev.gatehouse.bench;

import dev.gatehouse.model.api.MeExchange;
import dev.gatehouse.server.fixture.Api;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** How long {@code GET /api/v1/me} takes while as many sign in as can, beside the same node at rest. */
final class StormBench {

    private static final List<String> FLAGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC");
    private static final Pace CALLS = new Pace(1, 200);
    private static final int STORMERS = 32;
    private static final int P50_MILLIS = 0;
    private static final int P99_MILLIS = 1;
    private static final int LOGINS_PER_SECOND = 2;

    private StormBench() {}

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(5);
        int seconds = options.secondsOr(8);
        try (Scratch scratch = Scratch.make();
                Child node = Child.java(Child.BOTH_CORES, FLAGS, NodeMain.class, scratch.path("node").toString(),
                        "auth.access-token=6h", "auth.lock.account-failures=1000000", "auth.max-sessions=0")) {
            Api api = new Api(URI.create(node.line("ready "))).signedIn(NodeMain.ADMIN, NodeMain.PASSWORD);
            Bench.say("storm: warming up");
            storm(api, seconds);
            Comparison comparison = Comparison.of("storm", rounds, () -> storm(api, seconds),
                    () -> calls(api, seconds, 0));
            return table(comparison, rounds, seconds);
        }
    }

    private static double[] storm(Api api, int seconds) {
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong logins = new AtomicLong();
        Api guest = new Api(api.uri());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < STORMERS; i++) {
                threads.execute(() -> {
                    while (!over.get()) {
                        if (guest.login(NodeMain.ADMIN, NodeMain.PASSWORD).status() == 200) {
                            logins.incrementAndGet();
                        }
                    }
                });
            }
            try {
                double[] figures = calls(api, seconds, 0);
                return new double[]{figures[P50_MILLIS], figures[P99_MILLIS], (double) logins.get() / seconds};
            } finally {
                over.set(true);
            }
        }
    }

    private static double[] calls(Api api, int seconds, double loginsPerSecond) {
        Pace.Result result = CALLS.run(Duration.ofSeconds(seconds), thread -> {
            if (api.get(MeExchange.PATH).status() != 200) {
                throw new BenchFailure("The node refused a call.");
            }
        });
        return new double[]{result.p50Nanos() / 1e6, result.p99Nanos() / 1e6, loginsPerSecond};
    }

    private static Table table(Comparison comparison, int rounds, int seconds) {
        Table table = new Table("storm", "storm --rounds " + rounds + " --seconds " + seconds,
                "`GET /api/v1/me`, 200 per second, " + comparison.counted(), "while %d clients sign in again and again"
                        .formatted(STORMERS),
                "at rest", "median ratio");
        table.compare("p50, ms", comparison, P50_MILLIS);
        table.compare("p99, ms", comparison, P99_MILLIS);
        table.row("logins per second", Figures.text(comparison.subject(LOGINS_PER_SECOND)), "", "");
        return table;
    }
}
