package dev.gatehouse.bench;

import dev.gatehouse.server.fixture.Api;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** How long a heartbeat takes until its pong is there, on a node beside a bare Javalin that answers at once. */
final class EchoBench {

    private static final int SOCKETS = 2_000;
    private static final int EVERY_MILLIS = 1_000;
    private static final List<String> FLAGS = List.of("-Xmx512m", "-XX:+UseG1GC");

    private EchoBench() {}

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(3);
        int seconds = options.secondsOr(6);
        try (Scratch scratch = Scratch.make();
                Child node = Child.java(Child.SERVER_CORE, FLAGS, NodeMain.class, scratch.path("node").toString(),
                        "ws.max-per-user=20000", "ws.messages-per-10s=1000000", "ws.heartbeat=1h");
                Child bare = Child.java(Child.SERVER_CORE, FLAGS, BareMain.class, MemoryBench.SOMEBODY)) {
            URI nodeUri = URI.create(node.line("ready "));
            String token = new Api(nodeUri).signedIn(NodeMain.ADMIN, NodeMain.PASSWORD).token();
            try (SocketLoad nodeLoad = new SocketLoad(nodeUri, 2, List.of(token));
                    SocketLoad bareLoad = new SocketLoad(URI.create(bare.line("ready ")), 12, List.of("none"))) {
                Comparison comparison = Comparison.of("echo", rounds, () -> turn(nodeLoad, seconds, node),
                        () -> turn(bareLoad, seconds, bare));
                Table table = new Table("echo", "echo --rounds " + rounds + " --seconds " + seconds,
                        "%,d sockets, a heartbeat a second each, %s".formatted(SOCKETS, comparison.counted()),
                        "Gatehouse node", "bare Javalin", "median ratio");
                table.compare("round trip p50, ms", comparison, 0);
                table.compare("round trip p99, ms", comparison, 1);
                table.compare("server CPU, ms per heartbeat", comparison, 2);
                return table;
            }
        }
    }

    private static double[] turn(SocketLoad load, int seconds, Child server)
            throws IOException, InterruptedException, WrongAnswerException {
        load.beat(EVERY_MILLIS);
        load.open(SOCKETS);
        Thread.sleep(2000);
        load.report();
        long cpuBefore = server.cpuMillis();
        Thread.sleep(seconds * 1000L);
        SocketLoad.Report report = load.report();
        long cpuMillis = server.cpuMillis() - cpuBefore;
        load.beat(0);
        if (report.lost() > 0 || report.frames() < (long) SOCKETS * (seconds - 1)) {
            throw new WrongAnswerException("of " + (long) SOCKETS * seconds + " heartbeats only " + report.frames()
                    + " were answered, and " + report.lost() + " sockets closed");
        }
        return new double[]{report.p50Millis(), report.p99Millis(), (double) cpuMillis / report.frames()};
    }
}
