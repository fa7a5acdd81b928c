package dev.gatehouse.server.job;

import org.jspecify.annotations.Nullable;

/**
 * What became of one line.
 *
 * @param line    counted from 1
 * @param subject whom it was about, such as a username; may be empty
 * @param outcome one word, such as {@code created}
 * @param message why, where it was not done
 * @param failed  whether it was refused
 */
public record RowOutcome(long line, String subject, String outcome, @Nullable String message, boolean failed) {

    /** A line that was done. */
    public static RowOutcome done(long line, String subject, String outcome) {
        return new RowOutcome(line, subject, outcome, null, false);
    }

    /** A line that was left alone, and rightly so. */
    public static RowOutcome skipped(long line, String subject, String message) {
        return new RowOutcome(line, subject, "skipped", message, false);
    }

    /** A line that was refused. */
    public static RowOutcome refused(long line, String subject, String outcome, String message) {
        return new RowOutcome(line, subject, outcome, message, true);
    }
}
