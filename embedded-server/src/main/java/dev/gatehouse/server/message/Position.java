package dev.gatehouse.server.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Comparator;

/**
 * A place in a stream of messages, written {@code <millis>-<number>}.
 *
 * @param millis the store's time, in milliseconds since 1970; it never goes back within a stream
 * @param number tells apart what came within one millisecond
 */
public record Position(long millis, long number) implements Comparable<Position> {

    /** Before all messages. */
    public static final Position START = new Position(0, 0);

    private static final Comparator<Position> ORDER = Comparator.comparingLong(Position::millis)
            .thenComparingLong(Position::number);

    /** Before all that came at {@code millis} or later. */
    public static Position beforeMillis(long millis) {
        return millis <= 0 ? START : new Position(millis - 1, Integer.MAX_VALUE);
    }

    /**
     * Reads a position.
     *
     * @throws IllegalArgumentException where the text is none
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Position parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 1) {
            throw new IllegalArgumentException("not a position: " + text);
        }
        return new Position(Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
    }

    /** The next place in the same stream, at {@code now} or, where that is not later, right behind this. */
    public Position next(long now) {
        return now > millis ? new Position(now, 0) : new Position(millis, number + 1);
    }

    /** Before all that came within {@code overlap} before this. */
    public Position back(Duration overlap) {
        return beforeMillis(millis - overlap.toMillis());
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /** Whether this is behind {@code other}. */
    public boolean after(Position other) {
        return compareTo(other) > 0;
    }

    @JsonValue
    @Override
    public String toString() {
        return millis + "-" + number;
    }
}
