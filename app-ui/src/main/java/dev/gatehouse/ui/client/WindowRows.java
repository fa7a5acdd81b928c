package dev.gatehouse.ui.client;

import dev.gatehouse.model.error.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A window as it stands.
 *
 * @param total     how many rows there are in all
 * @param ageMillis how old the data was when it came
 * @param at        when it came
 * @param problem   why the server refused the window; the rows are then the last good ones
 * @param anew      whether it was opened or moved since the state before
 * @param cached    whether it came out of the console's own file, and nothing is known of what the server has now
 */
public record WindowRows<T>(List<T> rows, long total, long ageMillis, Instant at, @Nullable Problem problem,
        boolean anew, boolean cached) {

    public WindowRows {
        rows = List.copyOf(rows);
    }

    /** A state of a window that was just opened or moved. */
    public WindowRows(List<T> rows, long total, long ageMillis, Instant at, @Nullable Problem problem) {
        this(rows, total, ageMillis, at, problem, true);
    }

    /** A state that the server sent. */
    public WindowRows(List<T> rows, long total, long ageMillis, Instant at, @Nullable Problem problem, boolean anew) {
        this(rows, total, ageMillis, at, problem, anew, false);
    }

    /** This state, which {@code before} was passed over for. */
    public WindowRows<T> after(WindowRows<T> before) {
        return before.anew && !anew ? new WindowRows<>(rows, total, ageMillis, at, problem, true, cached) : this;
    }
}
