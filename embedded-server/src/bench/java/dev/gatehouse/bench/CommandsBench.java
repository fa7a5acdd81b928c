package dev.gatehouse.bench;

import java.io.IOException;
import java.util.List;

/** How long a command takes while Kafka is well, slow and gone. */
final class CommandsBench {

    private static final List<String> FLAGS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseG1GC");
    private static final List<String> BROKER_FLAGS = List.of("-Xms384m", "-Xmx384m");
    private static final List<String> STATES = List.of("slow 200", "gone");
    private static final int P50_MILLIS = 0;
    private static final int P99_MILLIS = 1;

    private CommandsBench() {}

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(3);
        int seconds = options.secondsOr(6);
        Table table = new Table("commands", "commands --rounds " + rounds + " --seconds " + seconds,
                "50 changes per second until applied or refused, " + rounds + " rounds each", "Kafka so", "Kafka well",
                "median ratio");
        try (Scratch scratch = Scratch.make();
                Child broker = Child.java(Child.LOAD_CORE, BROKER_FLAGS, SlowBrokerMain.class,
                        scratch.path("broker").toString())) {
            String bootstrap = broker.line("ready ");
            try (Child node = Child.java(Child.SERVER_CORE, FLAGS, CommandsMain.class, scratch.path("node").toString(),
                    bootstrap)) {
                node.line("ready");
                node.ask(Integer.toString(2 * seconds), "done");
                for (String state : STATES) {
                    Comparison comparison = Comparison.of("commands, " + state, rounds,
                            () -> turn(broker, state, node, seconds), () -> turn(broker, "up", node, seconds));
                    table.compare(state + ": p50, ms", comparison, P50_MILLIS);
                    table.compare(state + ": p99, ms", comparison, P99_MILLIS);
                }
                node.end();
            }
            broker.end();
        }
        return table;
    }

    private static double[] turn(Child broker, String state, Child node, int seconds) throws IOException {
        broker.ask(state, "done");
        if (state.equals("up")) {
            node.ask("settle", "done");
        }
        String[] fields = node.ask(Integer.toString(seconds), "done ").split(" ", -1);
        return new double[]{Double.parseDouble(fields[1]), Double.parseDouble(fields[2])};
    }
}
