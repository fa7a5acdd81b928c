package dev.gatehouse.server.job;

import java.util.List;

/**
 * Some lines that were dealt with, in their order.
 *
 * @param position the last line of them; the work goes on after it
 */
public record JobBatch(long position, List<RowOutcome> rows) {

    public JobBatch {
        rows = List.copyOf(rows);
    }

    /** How many rows were refused. */
    public long failed() {
        return rows.stream().filter(RowOutcome::failed).count();
    }
}
