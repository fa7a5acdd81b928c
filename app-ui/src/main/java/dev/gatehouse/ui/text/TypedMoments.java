package dev.gatehouse.ui.text;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Moments as people type them in a time zone: {@code 14:03} of today, {@code 2026-11-21}, or both. */
public final class TypedMoments {

    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Clock clock;
    private final ZoneId zone;

    /** @param clock tells which day is today */
    public TypedMoments(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    /** As it would be typed, to the second. */
    public String shown(Instant moment) {
        return SHOWN.format(moment.atZone(zone));
    }

    /**
     * What is meant; absent where nothing was typed, or nothing that can be read.
     *
     * @param end whether a day is meant with its end
     */
    public @Nullable Instant read(String text, boolean end) {
        String typed = text.strip();
        if (typed.isEmpty()) {
            return null;
        }
        try {
            return local(typed, end).atZone(zone).toInstant();
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private LocalDateTime local(String typed, boolean end) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        if (typed.indexOf(' ') > 0 || typed.indexOf('T') > 0) {
            return LocalDateTime.parse(typed.replaceFirst("\\s+", "T"));
        }
        if (typed.indexOf(':') > 0) {
            return today.atTime(LocalTime.parse(typed));
        }
        LocalDate day = LocalDate.parse(typed);
        return end ? day.plusDays(1).atStartOfDay() : day.atStartOfDay();
    }
}
