package dev.gatehouse.ui.route;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lengths of time as operators write them: {@code 250 ms}, {@code 2 s}, {@code 5 min}, {@code 1 h}, {@code 1 d}. */
final class Spans {

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,12})\\s*(ms|s|min|m|h|d)?");
    private static final List<Unit> UNITS = List.of(new Unit("d", 86_400_000), new Unit("h", 3_600_000),
            new Unit("min", 60_000), new Unit("s", 1_000), new Unit("ms", 1));

    private record Unit(String name, long millis) {}

    private Spans() {}

    /** Milliseconds; a number without a unit is milliseconds too. Absent where {@code text} is no length of time. */
    static @Nullable Long millis(String text) {
        Matcher written = WRITTEN.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!written.matches()) {
            return null;
        }
        long number = Long.parseLong(written.group(1));
        String name = written.group(2);
        long unit = UNITS.stream()
                .filter(each -> each.name.equals("m".equals(name) ? "min" : name))
                .findFirst()
                .map(Unit::millis)
                .orElse(1L);
        return number > Long.MAX_VALUE / unit ? null : number * unit;
    }

    /** {@code millis} in the largest unit that says it exactly. */
    static String text(long millis) {
        for (Unit unit : UNITS) {
            if (millis >= unit.millis && millis % unit.millis == 0) {
                return millis / unit.millis + " " + unit.name;
            }
        }
        return millis + " ms";
    }
}
