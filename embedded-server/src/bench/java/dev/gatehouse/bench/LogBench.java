package dev.gatehouse.bench;

import java.io.IOException;
import java.util.List;

/** From a change's append until it is applied, beside a bare durable append, in SQLite and in Kafka. */
final class LogBench {

    private static final List<String> FLAGS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseG1GC");
    private static final List<String> BROKER_FLAGS = List.of("-Xms384m", "-Xmx384m");
    private static final int P50_MILLIS = 0;
    private static final int P99_MILLIS = 1;
    private static final int PER_SECOND = 2;
    private static final int CPU_MILLIS = 3;

    private LogBench() {}

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(5);
        int seconds = options.secondsOr(4);
        Table table = new Table("log", "log --rounds " + rounds + " --seconds " + seconds,
                "append until applied, " + rounds + " rounds each", "Gatehouse", "bare append", "median ratio");
        try (Scratch scratch = Scratch.make();
                Child sqlite = Child.java(Child.SERVER_CORE, FLAGS, LogMain.class,
                        scratch.path("sqlite").toString())) {
            measure("SQLite", sqlite, rounds, seconds, table);
        }
        try (Scratch scratch = Scratch.make();
                Child broker = Child.java(Child.LOAD_CORE, BROKER_FLAGS, BrokerMain.class,
                        scratch.path("broker").toString())) {
            String bootstrap = broker.line("ready ");
            try (Child kafka = Child.java(Child.SERVER_CORE, FLAGS, LogMain.class, scratch.path("kafka").toString(),
                    bootstrap)) {
                measure("Kafka", kafka, rounds, seconds, table);
            }
            broker.end();
        }
        return table;
    }

    private static void measure(String backend, Child child, int rounds, int seconds, Table table)
            throws IOException, InterruptedException {
        child.line("ready");
        Bench.say("log: warming up with " + backend);
        for (String order : List.of("node full ", "bare full ")) {
            child.ask(order + Math.max(2, seconds), "done");
        }
        Comparison low = compare(backend, "low", child, rounds, seconds);
        Comparison full = compare(backend, "full", child, rounds, seconds);
        child.end();
        table.compare(backend + ", 50 per second: p50, ms", low, P50_MILLIS);
        table.compare(backend + ", 50 per second: p99, ms", low, P99_MILLIS);
        table.compare(backend + ", 50 per second: CPU, ms each", low, CPU_MILLIS);
        table.compare(backend + ", 8 threads: p50, ms", full, P50_MILLIS);
        table.compare(backend + ", 8 threads: p99, ms", full, P99_MILLIS);
        table.compare(backend + ", 8 threads: per second", full, PER_SECOND);
        table.compare(backend + ", 8 threads: CPU, ms each", full, CPU_MILLIS);
    }

    private static Comparison compare(String backend, String pace, Child child, int rounds, int seconds)
            throws IOException, InterruptedException {
        return Comparison.of("log, " + backend + ", " + pace, rounds,
                () -> turn(child, "node " + pace + " " + seconds),
                () -> turn(child, "bare " + pace + " " + seconds));
    }

    private static double[] turn(Child child, String order) throws IOException, WrongAnswerException {
        long cpuBefore = child.cpuMillis();
        String answer = child.ask(order, "done ");
        long cpuMillis = child.cpuMillis() - cpuBefore;
        if (answer.equals("wrong")) {
            throw new WrongAnswerException("the replica lacks changes");
        }
        String[] fields = answer.split(" ", -1);
        double operations = Double.parseDouble(fields[0]);
        return new double[]{Long.parseLong(fields[2]) / 1e6, Long.parseLong(fields[3]) / 1e6,
                operations * 1e9 / Long.parseLong(fields[1]), cpuMillis / operations};
    }
}
