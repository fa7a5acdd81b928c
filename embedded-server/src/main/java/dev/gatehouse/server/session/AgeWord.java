package dev.gatehouse.server.session;

import dev.gatehouse.server.call.RequestFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A comparison with an age, such as {@code <10m}, less than ten minutes ago, or {@code >2h}; without a sign less is meant.
 *
 * @param younger whether less is meant
 */
record AgeWord(boolean younger, Duration age) {

    private static final Pattern FORM = Pattern.compile("([<>]?)(\\d{1,9})([smhd])");

    /**
     * Reads what stands behind {@code key} and a colon.
     *
     * @throws RequestFailure where it is none
     */
    static AgeWord parse(String key, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw RequestFailure.invalid("q", "Give an age after " + key + ":, such as " + key
                    + ":<10m or " + key + ":>2h, in s, m, h or d, not \"" + text + "\".");
        }
        long number = Long.parseLong(form.group(2));
        return new AgeWord(!form.group(1).equals(">"), switch (form.group(3)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        });
    }

    /** The moment that was so long before {@code now}. */
    Instant bound(Instant now) {
        return now.minus(age);
    }
}
