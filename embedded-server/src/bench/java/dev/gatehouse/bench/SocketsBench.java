package dev.gatehouse.bench;

import dev.gatehouse.server.fixture.Api;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * As many sockets as one process may have, each with a heartbeat a second; and what one costs in memory, beside Javalin
 * with as many that say nothing.
 */
final class SocketsBench {

    private static final int SOCKETS = 18_000;
    private static final int LOADS = 2;
    private static final int LOGINS = 4;
    private static final List<String> FLAGS = List.of("-Xmx768m", "-XX:+UseG1GC");

    private SocketsBench() {}

    /** One side's figures; those of heartbeats are zero where there were none. */
    private record Result(Held rest, Held full, double seconds, long heartbeats, long late, long lost, double p50Millis,
            double p99Millis) {}

    static Table run(Options options) throws IOException, InterruptedException {
        int seconds = options.secondsOr(60);
        try {
            Result node = node(seconds);
            Result bare = bare();
            Table table = new Table("sockets", "sockets --seconds " + seconds,
                    "%,d sockets".formatted(SOCKETS), "Gatehouse node, heartbeats", "bare Javalin, silent", "ratio");
            table.row("resident per socket, bytes", Figures.text(node.full.residentOfEach(SOCKETS, node.rest)),
                    Figures.text(bare.full.residentOfEach(SOCKETS, bare.rest)),
                    Figures.ratio(node.full.residentOfEach(SOCKETS, node.rest)
                            / bare.full.residentOfEach(SOCKETS, bare.rest)));
            table.row("heap in use per socket, bytes", Figures.text(node.full.heapOfEach(SOCKETS, node.rest)),
                    Figures.text(bare.full.heapOfEach(SOCKETS, bare.rest)),
                    Figures.ratio(node.full.heapOfEach(SOCKETS, node.rest) / bare.full.heapOfEach(SOCKETS, bare.rest)));
            table.row("heartbeats answered", "%,d".formatted(node.heartbeats), "", "");
            table.row("heartbeats per second", Figures.text(node.heartbeats / node.seconds), "", "");
            table.row("pongs later than a second", Long.toString(node.late), "", "");
            table.row("sockets that were closed", Long.toString(node.lost), "", "");
            table.row("round trip p50, ms", Figures.text(node.p50Millis), "", "");
            table.row("round trip p99, ms", Figures.text(node.p99Millis), "", "");
            return table;
        } catch (WrongAnswerException e) {
            throw new BenchFailure(String.valueOf(e.getMessage()));
        }
    }

    private static Result node(int seconds) throws IOException, InterruptedException, WrongAnswerException {
        try (Scratch scratch = Scratch.make();
                Child node = Child.java(Child.BOTH_CORES, FLAGS, NodeMain.class, scratch.path("node").toString(),
                        "ws.max-per-user=20000", "ws.heartbeat=1s", "ws.missed=5", "ws.messages-per-10s=1000000")) {
            URI uri = URI.create(node.line("ready "));
            List<String> tokens = new ArrayList<>();
            for (int i = 0; i < LOGINS; i++) {
                tokens.add(new Api(uri).signedIn(NodeMain.ADMIN, NodeMain.PASSWORD).token());
            }
            Held rest = Held.by(node, 1);
            List<SocketLoad> loads = new ArrayList<>();
            try {
                for (int i = 0; i < LOADS; i++) {
                    loads.add(new SocketLoad(uri, 2 + 10 * i, tokens));
                    loads.getLast().beat(1000);
                    loads.getLast().open(SOCKETS / LOADS);
                }
                Bench.say("sockets: %,d are open".formatted(SOCKETS));
                Held full = Held.by(node, 1);
                long startedNanos = System.nanoTime();
                long lostBefore = 0;
                for (SocketLoad load : loads) {
                    lostBefore += load.report().lost();
                }
                Thread.sleep(seconds * 1000L);
                return beaten(rest, full, (System.nanoTime() - startedNanos) / 1e9, lostBefore, loads);
            } finally {
                loads.forEach(SocketLoad::close);
            }
        }
    }

    private static Result beaten(Held rest, Held full, double seconds, long lostBefore, List<SocketLoad> loads)
            throws IOException {
        long frames = 0;
        long late = 0;
        long lost = lostBefore;
        double p50 = 0;
        double p99 = 0;
        for (SocketLoad load : loads) {
            SocketLoad.Report report = load.report();
            frames += report.frames();
            late += report.late();
            lost += report.lost();
            p50 = Math.max(p50, report.p50Millis());
            p99 = Math.max(p99, report.p99Millis());
        }
        return new Result(rest, full, seconds, frames, late, lost, p50, p99);
    }

    private static Result bare() throws IOException, InterruptedException, WrongAnswerException {
        try (Child bare = Child.java(Child.SERVER_CORE, FLAGS, BareMain.class, MemoryBench.SOMEBODY)) {
            URI uri = URI.create(bare.line("ready "));
            Held rest = Held.by(bare, 1);
            List<SocketLoad> loads = new ArrayList<>();
            try {
                for (int i = 0; i < LOADS; i++) {
                    loads.add(new SocketLoad(uri, 2 + 10 * i, List.of("none")));
                    loads.getLast().open(SOCKETS / LOADS);
                }
                return new Result(rest, Held.by(bare, 1), 1, 0, 0, 0, 0, 0);
            } finally {
                loads.forEach(SocketLoad::close);
            }
        }
    }
}
