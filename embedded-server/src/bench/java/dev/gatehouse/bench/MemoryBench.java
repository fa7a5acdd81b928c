package dev.gatehouse.bench;

import dev.gatehouse.model.api.MeExchange;
import dev.gatehouse.server.fixture.Api;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The memory of a node at rest and with idle sockets, beside Javalin alone with as many. */
final class MemoryBench {

    private static final int SOCKETS = 2_000;
    private static final int LOGINS = 4;
    private static final List<String> FLAGS = List.of("-Xmx512m", "-XX:+UseG1GC");
    /** The answer that the bare server is made for; it is never asked. */
    static final String SOMEBODY = """
                                   {"id":"1","username":"nobody","roles":[],"sessionId":"1","expiresAt":"2026-11-01T00:00:00Z"}""";
    private static final int REST_MIB = 0;
    private static final int FULL_MIB = 1;
    private static final int SOCKET_BYTES = 2;
    private static final int REST_HEAP_MIB = 3;
    private static final int SOCKET_HEAP_BYTES = 4;
    private static final int OPEN_CPU_MILLIS = 5;

    private MemoryBench() {}

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(3);
        int seconds = options.secondsOr(2);
        Comparison comparison = Comparison.of("memory", rounds, () -> node(seconds), () -> bare(seconds));
        Table table = new Table("memory", "memory --rounds " + rounds + " --seconds " + seconds,
                "%,d idle sockets, %s".formatted(SOCKETS, comparison.counted()), "Gatehouse node", "bare Javalin",
                "median ratio");
        table.compare("resident at rest, MiB", comparison, REST_MIB);
        table.compare("resident with the sockets, MiB", comparison, FULL_MIB);
        table.compare("resident per socket, bytes", comparison, SOCKET_BYTES);
        table.compare("heap in use at rest, MiB", comparison, REST_HEAP_MIB);
        table.compare("heap in use per socket, bytes", comparison, SOCKET_HEAP_BYTES);
        table.compare("server CPU, ms per socket opened", comparison, OPEN_CPU_MILLIS);
        return table;
    }

    private static double[] node(int seconds) throws IOException, InterruptedException, WrongAnswerException {
        try (Scratch scratch = Scratch.make();
                Child node = Child.java(Child.SERVER_CORE, FLAGS, NodeMain.class, scratch.path("node").toString(),
                        "ws.max-per-user=" + 2 * SOCKETS, "ws.heartbeat=1h")) {
            URI uri = URI.create(node.line("ready "));
            List<String> tokens = new ArrayList<>();
            for (int i = 0; i < LOGINS; i++) {
                tokens.add(new Api(uri).signedIn(NodeMain.ADMIN, NodeMain.PASSWORD).token());
            }
            int status = new Api(uri).with(tokens.getFirst()).get(MeExchange.PATH).status();
            if (status != 200) {
                throw new WrongAnswerException("the node answers " + status + " to its administrator");
            }
            return measure(node, uri, tokens, seconds);
        }
    }

    private static double[] bare(int seconds) throws IOException, InterruptedException, WrongAnswerException {
        try (Child bare = Child.java(Child.SERVER_CORE, FLAGS, BareMain.class, SOMEBODY)) {
            return measure(bare, URI.create(bare.line("ready ")), List.of("none"), seconds);
        }
    }

    private static double[] measure(Child server, URI uri, List<String> tokens, int seconds)
            throws IOException, InterruptedException, WrongAnswerException {
        Held rest = Held.by(server, seconds);
        try (Sockets sockets = new Sockets()) {
            long cpuBefore = server.cpuMillis();
            sockets.open(uri, tokens, SOCKETS);
            long cpuMillis = server.cpuMillis() - cpuBefore;
            Held full = Held.by(server, seconds);
            return new double[]{rest.residentKib() / 1024.0, full.residentKib() / 1024.0,
                    full.residentOfEach(SOCKETS, rest), rest.heapKib() / 1024.0,
                    full.heapOfEach(SOCKETS, rest), (double) cpuMillis / SOCKETS};
        }
    }
}
