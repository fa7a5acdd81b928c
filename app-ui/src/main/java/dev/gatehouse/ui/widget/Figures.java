package dev.gatehouse.ui.widget;

import java.util.Locale;

/** Figures as people read them. */
public final class Figures {

    private Figures() {}

    /** A whole number with separators of thousands. */
    public static String whole(long value) {
        return String.format(Locale.ENGLISH, "%,d", value);
    }

    /** A rate: one decimal below 100, none above. */
    public static String rate(double value) {
        return value < 100 ? String.format(Locale.ENGLISH, "%.1f", value) : whole(Math.round(value));
    }

    /** A latency: {@code 840 µs}, {@code 12.4 ms}, {@code 1.20 s}. */
    public static String micros(long micros) {
        if (micros < 1_000) {
            return micros + " µs";
        }
        if (micros < 1_000_000) {
            return String.format(Locale.ENGLISH, "%.1f ms", micros / 1_000.0);
        }
        return String.format(Locale.ENGLISH, "%.2f s", micros / 1_000_000.0);
    }

    /** An axis label: {@code 950}, {@code 1.2k}, {@code 3.4M}. */
    public static String brief(double value) {
        if (value >= 1_000_000) {
            return trimmed(value / 1_000_000) + "M";
        }
        if (value >= 1_000) {
            return trimmed(value / 1_000) + "k";
        }
        return trimmed(value);
    }

    private static String trimmed(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ENGLISH, "%.1f", value);
    }
}
