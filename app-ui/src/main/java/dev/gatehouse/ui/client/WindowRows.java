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
 */
public record WindowRows<T>(List<T> rows, long total, long ageMillis, Instant at, @Nullable Problem problem) {

    public WindowRows {
        rows = List.copyOf(rows);
    }
}
