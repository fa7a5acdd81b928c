package dev.gatehouse.ui.user;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a ban holds, to choose from. */
public enum BanTime {
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofDays(1)),
    WEEK(Duration.ofDays(7)),
    FOREVER(null),
    /** Until a day and time that the operator gives. */
    UNTIL(null);

    private final @Nullable Duration length;

    BanTime(@Nullable Duration length) {
        this.length = length;
    }

    /** Its length; {@code null} where it has none of its own. */
    public @Nullable Duration length() {
        return length;
    }

    /** The key of its name. */
    public String key() {
        return switch (this) {
            case HOUR -> "ban.hour";
            case DAY -> "ban.day";
            case WEEK -> "ban.week";
            case FOREVER -> "ban.forever";
            case UNTIL -> "ban.until";
        };
    }
}
