package dev.gatehouse.ui.route;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteWarning;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is said of the server's warnings about one route, in the language of the console. */
final class RouteWarnings {

    /** Those about a route by itself; each has a text of its own in the bundles. */
    static final Set<String> OWN = Set.of("breaker-touchy", "cache-shared", "cache-unused", "limit-unused",
            "retry-slow", "retry-unused", "unreachable");

    private RouteWarnings() {}

    /**
     * One warning.
     *
     * @param subject the route that it is about; absent for a new one
     * @param rows    all routes, one of which it may name
     */
    static Sentence told(RouteWarning warning, @Nullable Route subject, List<Route> rows) {
        if (OWN.contains(warning.code())) {
            String key = "route.warning." + warning.code();
            return Sentence.of(key, warning.message());
        }
        Route other = other(warning, subject, rows);
        if (other == null) {
            return Sentence.verbatim(warning.message());
        }
        String name = RouteName.of(other.spec());
        return switch (warning.code()) {
            case "shadowed" -> Sentence.of(subject != null && subject.id().compareTo(other.id()) < 0
                    ? "route.warning.shadows"
                    : "route.warning.shadowed", name);
            case "overlap" -> Sentence.of("route.warning.overlap", name);
            default -> Sentence.verbatim(warning.message());
        };
    }

    /** The other route that {@code warning} names; {@code null} where it names none of {@code rows}. */
    static @Nullable Route other(RouteWarning warning, @Nullable Route subject, List<Route> rows) {
        return rows.stream()
                .filter(row -> row.id().equals(warning.routeId())
                        && (subject == null || !row.id().equals(subject.id())))
                .findFirst()
                .orElse(null);
    }
}
