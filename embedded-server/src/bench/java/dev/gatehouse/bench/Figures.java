package dev.gatehouse.bench;

import java.util.Arrays;
import java.util.Locale;

/** Arithmetic and how figures are written. */
final class Figures {

    private Figures() {}

    /** The middle value; of two, their mean. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The value that {@code share} of the values do not exceed (nearest rank); {@code sorted} is in ascending order. */
    static long percentile(long[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * share) - 1)];
    }

    /** With thousands separated, and as many digits behind the point as the size of the value deserves. */
    static String text(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 1 ? "%.1f" : "%.4f", value);
    }

    /** A ratio with two digits. */
    static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
