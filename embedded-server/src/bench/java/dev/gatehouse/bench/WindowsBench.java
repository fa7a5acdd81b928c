package dev.gatehouse.bench;

import java.io.IOException;
import java.util.List;

/** How long a window over a million sessions takes while they change, beside filtering and sorting a list of them. */
final class WindowsBench {

    private static final int SESSIONS = 1_000_000;
    private static final int CHANGES_PER_SECOND = 5000;
    private static final List<String> FLAGS = List.of("-Xmx3g", "-XX:+UseG1GC");

    private WindowsBench() {}

    /** Times in milliseconds. */
    private record Looks(long count, double p50, double p95, double most) {

        static Looks parse(String line) {
            String[] words = line.split(" ", -1);
            return new Looks(Long.parseLong(words[0]), Long.parseLong(words[1]) / 1e6, Long.parseLong(words[2]) / 1e6,
                    Long.parseLong(words[3]) / 1e6);
        }
    }

    static Table run(Options options) throws IOException {
        int seconds = options.secondsOr(20);
        try (Child child = Child.java(Child.BOTH_CORES, FLAGS, WindowsMain.class, Integer.toString(SESSIONS),
                Integer.toString(CHANGES_PER_SECOND))) {
            child.line("ready");
            Looks first = Looks.parse(child.ask("first 0", "done"));
            // What was asked for first is sorted meanwhile.
            child.ask("kept " + seconds, "done");
            Looks kept = Looks.parse(child.ask("kept " + seconds, "done"));
            Looks naive = Looks.parse(child.ask("naive " + seconds, "done"));
            Table table = new Table("windows", "windows --seconds " + seconds,
                    "%,d sessions, %,d changes and 33,000 heartbeats per second, %d looks".formatted(SESSIONS,
                            CHANGES_PER_SECOND, kept.count),
                    "Gatehouse", "filter and sort a list", "ratio");
            row(table, "p50, ms", kept.p50, naive.p50);
            row(table, "p95, ms", kept.p95, naive.p95);
            row(table, "longest, ms", kept.most, naive.most);
            row(table, "first look at an order or a filter, p50, ms", first.p50, naive.p50);
            row(table, "first look at an order or a filter, p95, ms", first.p95, naive.p95);
            return table;
        }
    }

    private static void row(Table table, String what, double subject, double baseline) {
        table.row(what, Figures.text(subject), Figures.text(baseline), Figures.ratio(subject / baseline));
    }
}
