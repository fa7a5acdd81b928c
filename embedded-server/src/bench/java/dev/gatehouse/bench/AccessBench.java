package dev.gatehouse.bench;

import dev.gatehouse.model.api.MeExchange;
import dev.gatehouse.server.fixture.Api;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** How long a request takes with an access log whose Kafka is well, slow and gone, beside a node without one. */
final class AccessBench {

    private static final List<String> FLAGS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseG1GC");
    private static final List<String> BROKER_FLAGS = List.of("-Xms384m", "-Xmx384m");
    private static final int CALLERS = 8;
    private static final int PER_SECOND = 0;
    private static final int P50_MILLIS = 1;
    private static final int P99_MILLIS = 2;

    private AccessBench() {}

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(3);
        int seconds = options.secondsOr(6);
        Table table = new Table("access", "access --rounds " + rounds + " --seconds " + seconds,
                "`GET /api/v1/me` by %d callers, %d rounds each".formatted(CALLERS, rounds), "with an access log",
                "without", "median ratio");
        try (Scratch scratch = Scratch.make();
                Child broker = Child.java(Child.LOAD_CORE, BROKER_FLAGS, SlowBrokerMain.class,
                        scratch.path("broker").toString())) {
            String bootstrap = broker.line("ready ");
            try (Child logged = node(scratch, "logged", "kafka.bootstrap=" + bootstrap);
                    Child bare = node(scratch, "bare", "kafka.bootstrap=")) {
                Api with = signedIn(logged);
                Api without = signedIn(bare);
                load(with, 2 * seconds);
                load(without, 2 * seconds);
                for (String state : List.of("up", "slow 200", "gone")) {
                    broker.ask(state, "done");
                    Comparison comparison = Comparison.of("access, " + state, rounds, () -> load(with, seconds),
                            () -> load(without, seconds));
                    table.compare("Kafka " + state + ": per second", comparison, PER_SECOND);
                    table.compare("Kafka " + state + ": p50, ms", comparison, P50_MILLIS);
                    table.compare("Kafka " + state + ": p99, ms", comparison, P99_MILLIS);
                }
            }
        }
        return table;
    }

    private static Child node(Scratch scratch, String name, String setting) throws IOException {
        return Child.java(Child.SERVER_CORE, FLAGS, NodeMain.class, scratch.path(name).toString(),
                "auth.access-token=6h", setting);
    }

    private static Api signedIn(Child node) throws IOException {
        return new Api(URI.create(node.line("ready "))).signedIn(NodeMain.ADMIN, NodeMain.PASSWORD);
    }

    private static double[] load(Api api, int seconds) {
        OpenLoop.Result result = OpenLoop.full(CALLERS, Duration.ofSeconds(seconds), () -> {
            if (api.get(MeExchange.PATH).status() != 200) {
                throw new BenchFailure("A request was not answered.");
            }
        });
        return new double[]{result.perSecond(), result.p50Millis(), result.p99Millis()};
    }
}
