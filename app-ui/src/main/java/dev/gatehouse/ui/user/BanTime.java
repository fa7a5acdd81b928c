package dev.gatehouse.ui.user;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long a ban holds, to choose from. */
public enum BanTime {
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofDays(1)),
    WEEK(Duration.ofDays(7)),
    MONTH(Duration.ofDays(30)),
    FOREVER(null);

    private final @Nullable Duration length;

    BanTime(@Nullable Duration length) {
        this.length = length;
    }

    /** When a ban that begins at {@code now} ends; {@code null} for never. */
    public @Nullable Instant until(Instant now) {
        return length == null ? null : now.plus(length);
    }

    /** The key of its name. */
    public String key() {
        return switch (this) {
            case HOUR -> "ban.hour";
            case DAY -> "ban.day";
            case WEEK -> "ban.week";
            case MONTH -> "ban.month";
            case FOREVER -> "ban.forever";
        };
    }
}
