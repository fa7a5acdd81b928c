package dev.gatehouse.bench;

import java.io.IOException;
import java.util.List;

/** The heap that an index of a million sessions takes, beside a map of as many records. */
final class IndexMemoryBench {

    private static final int SESSIONS = 1_000_000;
    private static final List<String> FLAGS = List.of("-Xmx3g", "-XX:+UseG1GC");

    private IndexMemoryBench() {}

    /** Takes no rounds: the same is filled every time. */
    static Table run() throws IOException {
        double index = bytesPerSession("index");
        double orders = bytesPerSession("orders");
        double map = bytesPerSession("map");
        Table table = new Table("index-memory", "index-memory", "%,d sessions, bytes of heap each".formatted(SESSIONS),
                "Gatehouse", "ConcurrentHashMap of records", "ratio");
        table.row("index", Figures.text(index), Figures.text(map), Figures.ratio(index / map));
        table.row("index with four orders and a filter kept", Figures.text(orders), Figures.text(map),
                Figures.ratio(orders / map));
        return table;
    }

    private static double bytesPerSession(String what) throws IOException {
        try (Child child = Child.java(Child.BOTH_CORES, FLAGS, IndexMemoryMain.class, what,
                Integer.toString(SESSIONS))) {
            return Double.parseDouble(child.line("bytes")) / SESSIONS;
        }
    }
}
