package dev.gatehouse.server.answer;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directives of {@code Cache-Control} (RFC 9111 section 5.2).
 *
 * @param directives by name in lower case, with what stands after the equals sign, without quotes; empty where nothing does
 */
record CacheControl(Map<String, String> directives) {

    private static final Pattern DIRECTIVE = Pattern
            .compile("([^\\s,;=\"]+)\\s*(?:=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,;\"]*)))?");
    /** What stands for a number that is none: stale, as section 4.2.1 wants it. */
    private static final long STALE = 0;

    CacheControl {
        directives = Map.copyOf(directives);
    }

    static CacheControl of(List<String> values) {
        Map<String, String> directives = new HashMap<>();
        for (String value : values) {
            Matcher matcher = DIRECTIVE.matcher(value);
            while (matcher.find()) {
                String quoted = matcher.group(2);
                String plain = matcher.group(3);
                String argument = quoted != null ? quoted : plain != null ? plain : "";
                directives.merge(matcher.group(1).toLowerCase(Locale.ROOT), argument, CacheControl::stricter);
            }
        }
        return new CacheControl(directives);
    }

    /** Of two times the shorter one. */
    private static String stricter(String one, String other) {
        return seconds(one) <= seconds(other) ? one : other;
    }

    boolean has(String name) {
        return directives.containsKey(name);
    }

    /** How many seconds a directive names; absent where it is not there. */
    @Nullable
    Long seconds(Directive directive) {
        String argument = directives.get(directive.text);
        return argument == null ? null : seconds(argument);
    }

    private static long seconds(String argument) {
        if (argument.isEmpty() || !argument.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return STALE;
        }
        return argument.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(argument);
    }

    /** Those with a number. */
    enum Directive {
        MAX_AGE("max-age"),
        S_MAXAGE("s-maxage");

        private final String text;

        Directive(String text) {
            this.text = text;
        }
    }
}
