package dev.gatehouse.bench;

import java.io.IOException;
import java.util.List;

/** From "Kafka is back" until an outbox of 100,000 records is empty, beside a producer that has them in memory. */
final class OutboxBench {

    private static final List<String> FLAGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC");
    private static final List<String> BROKER_FLAGS = List.of("-Xms384m", "-Xmx384m");
    private static final int RECORDS = 100_000;
    private static final int SECONDS = 0;
    private static final int PER_SECOND = 1;

    private OutboxBench() {}

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(3);
        Table table = new Table("outbox", "outbox --rounds " + rounds,
                "%,d records, %d rounds".formatted(RECORDS, rounds), "Gatehouse's outbox", "bare producer",
                "median ratio");
        try (Scratch scratch = Scratch.make();
                Child broker = Child.java(Child.LOAD_CORE, BROKER_FLAGS, SlowBrokerMain.class,
                        scratch.path("broker").toString())) {
            String bootstrap = broker.line("ready ");
            try (Child node = Child.java(Child.SERVER_CORE, FLAGS, OutboxMain.class, scratch.path("node").toString(),
                    bootstrap)) {
                node.line("ready");
                Comparison comparison = Comparison.of("outbox", rounds, () -> {
                    broker.ask("gone", "done");
                    node.ask("fill " + RECORDS, "done");
                    broker.ask("up", "done");
                    return figures(node.ask("drain", "done "));
                }, () -> figures(node.ask("bare " + RECORDS, "done ")));
                table.compare("seconds until empty", comparison, SECONDS);
                table.compare("records per second", comparison, PER_SECOND);
                node.end();
            }
            broker.end();
        }
        return table;
    }

    private static double[] figures(String answer) {
        double seconds = Double.parseDouble(answer);
        return new double[]{seconds, RECORDS / seconds};
    }
}
