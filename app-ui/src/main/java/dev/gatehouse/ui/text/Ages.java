package dev.gatehouse.ui.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Times as people say them. */
public final class Ages {

    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private Ages() {}

    /** How long before {@code now} something was, in one unit: {@code 12 s}, {@code 5 min}, {@code 3 h}, {@code 9 d}. */
    public static String since(Messages messages, Instant then, Instant now) {
        long seconds = Math.max(0, Duration.between(then, now).toSeconds());
        return span(messages, seconds);
    }

    /** A length of time in one unit. */
    public static String span(Messages messages, long seconds) {
        return messages.get(told(seconds));
    }

    /** A length of time in one unit, in no language yet. */
    public static Sentence told(long seconds) {
        if (seconds < 60) {
            return Sentence.of("age.seconds", seconds);
        }
        if (seconds < 3_600) {
            return Sentence.of("age.minutes", seconds / 60);
        }
        if (seconds < 172_800) {
            return Sentence.of("age.hours", seconds / 3_600);
        }
        return Sentence.of("age.days", seconds / 86_400);
    }

    /** Date and time of day to the second, in the desktop's time zone. */
    public static String exact(Instant at) {
        return EXACT.format(at.atZone(ZoneId.systemDefault()));
    }
}
