package dev.gatehouse.server.answer;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies.Cache;
import dev.gatehouse.server.answer.CacheControl.Directive;
import dev.gatehouse.server.gateway.Asked;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What may be kept and given to others (RFC 9111), by a cache that all callers share. */
final class CachingRules {

    /** Those that may be kept where nothing is said (RFC 9110 section 15.1), but for parts of a whole. */
    private static final Set<Integer> KEPT = Set.of(200, 203, 204, 300, 301, 308);
    /** Those that may be kept too, and are kept only where the upstream says how long. */
    private static final Set<Integer> KEPT_IF_SAID = Set.of(302, 307, 404, 405, 410, 414, 501);
    private static final List<String> CONDITIONS = List.of("if-none-match", "if-modified-since", "if-match",
            "if-unmodified-since");
    private static final List<String> CREDENTIALS = List.of("authorization", "cookie");

    private CachingRules() {}

    /** How a request may use the cache. */
    enum Use {
        /** Not at all. */
        NONE,
        /** It may be given what is kept, and what comes may be kept. */
        ALL,
        /** It may be given what is kept; what comes may be no whole answer. */
        GIVEN,
        /** What comes may be kept; it is not given anything older. */
        KEPT
    }

    /** How a request with a method that is cached may use the cache. */
    static Use use(Asked asked) {
        Map<String, List<String>> headers = asked.headers();
        CacheControl control = CacheControl.of(headers.getOrDefault("cache-control", List.of()));
        if (control.has("no-store") || headers.containsKey("range")) {
            return Use.NONE;
        }
        boolean conditional = CONDITIONS.stream().anyMatch(headers::containsKey);
        Long age = control.seconds(Directive.MAX_AGE);
        boolean anew = control.has("no-cache") || (age != null && age == 0) || (!headers.containsKey("cache-control")
                && headers.getOrDefault("pragma", List.of()).stream().anyMatch("no-cache"::equalsIgnoreCase));
        if (anew) {
            return conditional ? Use.NONE : Use.KEPT;
        }
        return conditional ? Use.GIVEN : Use.ALL;
    }

    /** Whether a request said who asks, so that what it is answered may be meant for nobody else (section 3.5). */
    static boolean isPersonal(Route route, Asked asked) {
        return route.spec().permission() != RoutePermission.PUBLIC
                || CREDENTIALS.stream().anyMatch(asked.headers()::containsKey);
    }

    /**
     * How long an answer may be kept, in milliseconds; 0 where it may not.
     *
     * @param personal see {@link #isPersonal}
     */
    static long lifetime(Cache cache, boolean personal, int status, Map<String, List<String>> headers) {
        CacheControl control = CacheControl.of(headers.getOrDefault("cache-control", List.of()));
        List<String> vary = vary(headers);
        if (control.has("no-store") || control.has("private") || control.has("no-cache")
                || headers.containsKey("set-cookie") || vary.contains("*")
                || vary.stream().anyMatch(Asked::isToldByThePort)
                || (personal && !control.has("public") && !control.has("must-revalidate")
                        && !control.has("s-maxage"))) {
            return 0;
        }
        Long said = said(control, headers);
        if (!KEPT.contains(status) && !(said != null && KEPT_IF_SAID.contains(status))) {
            return 0;
        }
        return Math.max(0, Math.min(cache.ttlMillis(), said == null ? cache.ttlMillis() : said - age(headers)));
    }

    /** How long the upstream says that it is fresh, in milliseconds (section 4.2.1). */
    private static @Nullable Long said(CacheControl control, Map<String, List<String>> headers) {
        Long shared = control.seconds(Directive.S_MAXAGE);
        Long seconds = shared == null ? control.seconds(Directive.MAX_AGE) : shared;
        if (seconds != null) {
            return seconds * 1000;
        }
        if (!headers.containsKey("expires")) {
            return null;
        }
        Instant expires = date(headers.get("expires"));
        Instant date = date(headers.get("date"));
        return expires == null || date == null ? 0 : Duration.between(date, expires).toMillis();
    }

    private static @Nullable Instant date(@Nullable List<String> values) {
        if (values == null || values.size() != 1) {
            return null;
        }
        try {
            return ZonedDateTime.parse(values.getFirst(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeException e) {
            return null; // which section 5.3 wants to be taken as stale
        }
    }

    /** How old an answer was when it came, in milliseconds. */
    static long age(Map<String, List<String>> headers) {
        List<String> values = headers.getOrDefault("age", List.of());
        return values.isEmpty() || !values.getFirst().matches("\\d{1,9}") ? 0
                : Long.parseLong(values.getFirst()) * 1000;
    }

    /** The headers of the request by which answers differ, in lower case and in order. */
    static List<String> vary(Map<String, List<String>> headers) {
        return List.copyOf(headers.getOrDefault("vary", List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1))).map(String::strip)
                .filter(name -> !name.isEmpty()).map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new)));
    }
}
