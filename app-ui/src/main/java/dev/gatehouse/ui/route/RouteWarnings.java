package dev.gatehouse.ui.route;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteWarning;
import dev.gatehouse.ui.text.Sentence;
import java.util.ArrayList;
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

    /**
     * What is said once a route is saved, in few sentences: who never gets a request, and how many of the rest there are.
     *
     * @param subject the route as it was saved
     */
    static List<Sentence> told(List<RouteWarning> warnings, Route subject, List<Route> rows) {
        List<Sentence> sentences = new ArrayList<>();
        List<RouteWarning> overlaps = warnings.stream().filter(warning -> "overlap".equals(warning.code())).toList();
        List<RouteWarning> policies = warnings.stream().filter(warning -> isOfPolicies(warning.code())).toList();
        warnings.stream()
                .filter(warning -> !overlaps.contains(warning) && !policies.contains(warning))
                .forEach(warning -> sentences.add(told(warning, subject, rows)));
        if (overlaps.size() == 1) {
            sentences.add(told(overlaps.getFirst(), subject, rows));
        } else if (!overlaps.isEmpty()) {
            sentences.add(Sentence.of("route.warning.overlaps", RouteName.of(subject.spec()), overlaps.size()));
        }
        if (policies.size() == 1) {
            sentences.add(told(policies.getFirst(), subject, rows));
        } else if (!policies.isEmpty()) {
            sentences.add(Sentence.of("route.warning.policies", RouteName.of(subject.spec()), policies.size()));
        }
        return sentences;
    }

    private static boolean isOfPolicies(String code) {
        return OWN.contains(code) && !"unreachable".equals(code);
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
