package dev.gatehouse.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A benchmark's figures as Markdown, with the command and the machine that they come from. */
final class Table {

    private final String title;
    private final String command;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param command the arguments of {@code run} that give these figures again */
    Table(String title, String command, String... heads) {
        this.title = title;
        this.command = command;
        rows.add(List.of(heads));
    }

    /** One figure of both sides with its ratio. */
    void compare(String what, Comparison comparison, int figure) {
        row(what, Figures.text(comparison.subject(figure)), Figures.text(comparison.baseline(figure)),
                Figures.ratio(comparison.ratio(figure)));
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    void print(PrintStream out) {
        out.println();
        out.println("### " + title);
        out.println();
        out.println("`embedded-server/src/bench/run " + command + "` on " + Machine.line());
        out.println();
        for (int i = 0; i < rows.size(); i++) {
            out.println("| " + String.join(" | ", rows.get(i)) + " |");
            if (i == 0) {
                out.println("|---" + "|--:".repeat(rows.getFirst().size() - 1) + "|");
            }
        }
        out.flush();
    }
}
