package dev.gatehouse.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One message to many sockets, again and again: a node's way beside a bare loop over Jetty's sessions that sends the same
 * frame, which was prepared once, and beside a loop over Javalin's contexts that writes the JSON for each. Each server
 * has sockets of its own; they take turns.
 */
final class FanoutBench {

    private static final int SOCKETS = 5_000;
    private static final int ROUNDS_PER_SECOND = 25;
    private static final List<String> FLAGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC");
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private FanoutBench() {}

    /** A server and its readers. */
    private record Side(Child server, SocketLoad load) {}

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(4);
        int messages = options.secondsOr(2) * ROUNDS_PER_SECOND;
        Map<FanoutMain.Way, Side> sides = new EnumMap<>(FanoutMain.Way.class);
        try {
            int address = 2;
            for (FanoutMain.Way way : FanoutMain.Way.values()) {
                sides.put(way, opened(way, address));
                address += 10;
            }
            Side node = side(sides, FanoutMain.Way.NODE);
            Side bare = side(sides, FanoutMain.Way.BARE);
            Side naive = side(sides, FanoutMain.Way.NAIVE);
            Bench.say("fanout: warming up");
            for (int i = 0; i < 2; i++) {
                for (Side side : List.of(node, bare, naive)) {
                    turn(side, messages);
                }
            }
            Comparison besideBare = Comparison.of("fanout beside Jetty", rounds, () -> turn(node, messages),
                    () -> turn(bare, messages));
            Comparison besideNaive = Comparison.of("fanout beside Javalin", rounds, () -> turn(node, messages),
                    () -> turn(naive, messages));
            List<double[]> calm = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                calm.add(turn(node, messages));
            }
            node.load.stall();
            node.server.ask("stall", "done");
            Comparison stalled = Comparison.of("fanout with a stalled reader", rounds,
                    () -> stalledTurn(node, messages), () -> calm.removeFirst());
            Table table = new Table("fanout",
                    "fanout --rounds " + rounds + " --seconds " + messages / ROUNDS_PER_SECOND,
                    "%,d sockets, 200 bytes, %s".formatted(SOCKETS, besideBare.counted()), "Gatehouse", "baseline",
                    "median ratio");
            table.compare("deliveries per second, beside Jetty's sessions", besideBare, 0);
            table.compare("server CPU, ms per delivery, beside Jetty's sessions", besideBare, 1);
            table.compare("deliveries per second, beside Javalin's contexts", besideNaive, 0);
            table.compare("server CPU, ms per delivery, beside Javalin's contexts", besideNaive, 1);
            table.compare("deliveries per second with a stalled reader, beside none", stalled, 0);
            return table;
        } catch (WrongAnswerException e) {
            throw new BenchFailure(String.valueOf(e.getMessage()));
        } finally {
            for (Side side : sides.values()) {
                side.load.close();
                side.server.close();
            }
        }
    }

    private static Side side(Map<FanoutMain.Way, Side> sides, FanoutMain.Way way) {
        Side side = sides.get(way);
        if (side == null) {
            throw new IllegalStateException(way + " is not there");
        }
        return side;
    }

    private static Side opened(FanoutMain.Way way, int firstAddress)
            throws IOException, InterruptedException, WrongAnswerException {
        Child server = Child.java(Child.SERVER_CORE, FLAGS, FanoutMain.class, way.name());
        SocketLoad load = new SocketLoad(URI.create(server.line("ready ")), firstAddress, List.of("any"));
        // The one that will stall is the first on both sides.
        load.open(1);
        load.open(SOCKETS);
        return new Side(server, load);
    }

    private static double[] turn(Side side, int messages)
            throws IOException, InterruptedException, WrongAnswerException {
        return turn(side, messages, (long) messages * SOCKETS);
    }

    private static double[] stalledTurn(Side side, int messages)
            throws IOException, InterruptedException, WrongAnswerException {
        return turn(side, messages, (long) messages * (SOCKETS - 1));
    }

    private static double[] turn(Side side, int messages, long expected)
            throws IOException, InterruptedException, WrongAnswerException {
        long before = side.load.frames();
        long cpuBefore = side.server.cpuMillis();
        long startedNanos = System.nanoTime();
        side.server.ask("send " + messages, "done");
        long came = side.load.frames() - before;
        while (came < expected && System.nanoTime() - startedNanos < PATIENCE_NANOS) {
            Thread.sleep(1);
            came = side.load.frames() - before;
        }
        long nanos = System.nanoTime() - startedNanos;
        if (came != expected) {
            throw new WrongAnswerException("of " + expected + " deliveries " + came + " came");
        }
        return new double[]{expected * 1e9 / nanos, (double) (side.server.cpuMillis() - cpuBefore) / expected};
    }
}
