package dev.gatehouse.bench;

import java.io.IOException;
import java.util.List;

/** Durable writes that share a sync of the disk, beside transactions of one row. */
final class JournalBench {

    private static final List<String> FLAGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC");
    private static final int PER_SECOND = 0;
    private static final int P50_MILLIS = 1;
    private static final int P99_MILLIS = 2;

    private JournalBench() {}

    static Table run(Options options) throws IOException, InterruptedException {
        int rounds = options.roundsOr(5);
        int seconds = options.secondsOr(4);
        Table table = new Table("journal", "journal --rounds " + rounds + " --seconds " + seconds,
                "`synchronous=FULL`, " + rounds + " rounds each", "Gatehouse", "one row per transaction",
                "median ratio");
        try (Scratch scratch = Scratch.make();
                Child child = Child.java(Child.BOTH_CORES, FLAGS, JournalMain.class,
                        scratch.path("journal").toString())) {
            child.line("ready");
            Bench.say("journal: warming up");
            for (String what : List.of("commands", "records", "bare")) {
                child.ask(what + " full " + Math.max(2, seconds), "done");
            }
            for (String what : List.of("commands", "records")) {
                Comparison full = compare(what, "full", child, rounds, seconds);
                table.compare(what + ", as many as go: per second", full, PER_SECOND);
                table.compare(what + ", as many as go: p99, ms", full, P99_MILLIS);
                Comparison paced = compare(what, "2000", child, rounds, seconds);
                table.compare(what + ", 2,000 per second: p50, ms", paced, P50_MILLIS);
                table.compare(what + ", 2,000 per second: p99, ms", paced, P99_MILLIS);
            }
            child.end();
        }
        return table;
    }

    private static Comparison compare(String what, String pace, Child child, int rounds, int seconds)
            throws IOException, InterruptedException {
        return Comparison.of("journal, " + what + ", " + pace, rounds,
                () -> turn(child, what + " " + pace + " " + seconds),
                () -> turn(child, "bare " + pace + " " + seconds));
    }

    private static double[] turn(Child child, String order) throws IOException {
        String[] fields = child.ask(order, "done ").split(" ", -1);
        return new double[]{Double.parseDouble(fields[0]), Double.parseDouble(fields[1]),
                Double.parseDouble(fields[2])};
    }
}
