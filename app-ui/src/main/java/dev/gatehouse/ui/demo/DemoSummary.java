package dev.gatehouse.ui.demo;

import dev.gatehouse.ui.demo.fleet.Tally;
import java.io.PrintWriter;
import java.util.Map;

/** What a demo without a console tells at its end. */
record DemoSummary(Tally tally, Nodes nodes) {

    /** What the nodes say of themselves. */
    record Nodes(long online, long auditRecords) {}

    /** Prints it, and gives whether nothing failed that must not. */
    boolean print(PrintWriter out) {
        out.println("online: " + nodes.online() + " sessions on the nodes, " + tally.online() + " sockets here");
        for (Tally.Count count : Tally.Count.values()) {
            out.println(count.phrase() + ": " + tally.of(count));
        }
        out.println("audit records: " + nodes.auditRecords());
        print(out, "refused, as called for", tally.refusals());
        print(out, "failed", tally.faults());
        out.flush();
        return tally.faults().isEmpty();
    }

    private static void print(PrintWriter out, String title, Map<String, Long> reasons) {
        out.println(title + ": " + (reasons.isEmpty() ? "nothing" : ""));
        reasons.forEach((reason, times) -> out.println("  " + times + " x " + reason));
    }
}
