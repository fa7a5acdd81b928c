package dev.gatehouse.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteSpec;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The tree finds what a look at every route finds, over tables of a tiny alphabet, so that routes collide. */
class RouteTreeModelTest {

    private static final Pattern DOTS = Pattern.compile("(\\.|%2[eE]){1,2}");

    record Asked(String method, String host, String path) {}

    /** @param add whether the route at that place of the table is put in, else it is taken out */
    record Step(boolean add, int place) {}

    @Provide
    Arbitrary<List<Route>> tables() {
        return Combinators.combine(Arbitraries.of("GET", "POST", "*"),
                Arbitraries.of("*", "*", "a.b.c", "b.c", "*.c", "*.b.c"), patterns(),
                Arbitraries.of(true, true, true, true, false))
                .as((method, host, path, enabled) -> RouteTreeTest.route("", method, host, path, enabled)).list()
                .ofMaxSize(25).map(RouteTreeModelTest::numbered);
    }

    private static List<Route> numbered(List<Route> routes) {
        List<Route> numbered = new ArrayList<>();
        for (Route route : routes) {
            RouteSpec spec = route.spec();
            numbered.add(RouteTreeTest.route(String.format(Locale.ROOT, "r%02d", numbered.size()), spec.method(),
                    spec.host(), spec.path(), spec.enabled()));
        }
        return numbered;
    }

    private static Arbitrary<String> patterns() {
        Arbitrary<List<String>> parts = Arbitraries.of("a", "b", "a", "b", "%61", "a%2Fb", ":p").list().ofMaxSize(4);
        return Combinators.combine(parts, Arbitraries.of("", "", "", "/*rest")).as((each, rest) -> {
            String path = each.isEmpty() ? rest : "/" + String.join("/", each) + rest;
            return path.isEmpty() ? "/" : path;
        });
    }

    @Provide
    Arbitrary<List<Asked>> requests() {
        Arbitrary<String> paths = Arbitraries.of("a", "b", "c", "a", "b", "%62", "a%2fb", "", ".", "%2E.").list()
                .ofMaxSize(5).map(parts -> "/" + String.join("/", parts));
        return Combinators.combine(Arbitraries.of("GET", "POST", "PUT"),
                Arbitraries.of("", "c", "b.c", "A.b.c", "x.b.C:80", "x.y.b.c", "c."), paths).as(Asked::new).list()
                .ofSize(30);
    }

    @Property(tries = 400)
    void treeFindsWhatATrialOfAllRoutesFinds(@ForAll("tables") List<Route> routes,
            @ForAll("requests") List<Asked> requests) {
        RouteTree tree = RouteTree.of(routes);

        for (Asked asked : requests) {
            assertThat(RouteTreeTest.found(tree, asked.method, asked.host, asked.path)).as("%s", asked)
                    .isEqualTo(tried(routes, asked));
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(Arbitraries.of(true, true, false), Arbitraries.integers().between(0, 24))
                .as(Step::new).list().ofMaxSize(60);
    }

    @Property(tries = 200)
    void treeThatWasChangedIsTheTreeOfWhatIsLeft(@ForAll("tables") List<Route> routes,
            @ForAll("steps") List<Step> steps, @ForAll("requests") List<Asked> requests) {
        RouteTree tree = RouteTree.EMPTY;
        List<Route> there = new ArrayList<>();
        for (Step step : steps) {
            if (step.place >= routes.size()) {
                continue;
            }
            Route route = routes.get(step.place);
            there.remove(route);
            if (step.add) {
                there.add(route);
            }
            tree = step.add ? tree.with(route) : tree.without(route);
        }
        there.sort(Comparator.comparing(Route::id));

        for (Asked asked : requests) {
            assertThat(RouteTreeTest.found(tree, asked.method, asked.host, asked.path)).as("%s", asked)
                    .isEqualTo(tried(there, asked));
        }
    }

    /** The same answer without a tree: all routes that fit, the most specific of them, the oldest of those. */
    private static String tried(List<Route> routes, Asked asked) {
        return routes.stream().filter(each -> each.spec().enabled()).filter(each -> takes(each.spec(), asked))
                .min(Comparator.<Route>comparingInt(each -> hostRank(each.spec().host()))
                        .thenComparing(each -> pathRank(each.spec().path()))
                        .thenComparingInt(each -> each.spec().method().equals("*") ? 1 : 0)
                        .thenComparingInt(routes::indexOf))
                .map(Route::id).orElse("none");
    }

    private static boolean takes(RouteSpec spec, Asked asked) {
        String host = asked.host.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "").replaceFirst("\\.$", "");
        boolean methodFits = spec.method().equals("*") || spec.method().equals(asked.method);
        boolean hostFits = spec.host().equals("*") || spec.host().equals(host)
                || (spec.host().startsWith("*.") && host.endsWith(spec.host().substring(1)));
        return methodFits && hostFits && pathFits(parts(spec.path()), parts(asked.path));
    }

    private static List<String> parts(String path) {
        String bare = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return path.equals("/") ? List.of() : List.of(bare.substring(1).split("/", -1));
    }

    private static boolean pathFits(List<String> pattern, List<String> path) {
        if (path.stream().anyMatch(part -> part.isEmpty() || DOTS.matcher(part).matches())) {
            return false;
        }
        for (int at = 0; at < pattern.size(); at++) {
            if (at == path.size()) {
                return false;
            }
            String part = pattern.get(at);
            if (part.startsWith("*")) {
                return true;
            }
            if (!part.startsWith(":") && !decoded(part).equals(decoded(path.get(at)))) {
                return false;
            }
        }
        return pattern.size() == path.size();
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replaceAll("%2[fF]", "%01"), StandardCharsets.UTF_8);
    }

    /** An exact host, then the longest wildcard, then any. */
    private static int hostRank(String host) {
        return host.equals("*") ? 1000 : host.startsWith("*.") ? 500 - host.length() : 0;
    }

    private static String pathRank(String path) {
        StringBuilder rank = new StringBuilder();
        for (String part : parts(path)) {
            rank.append(part.startsWith("*") ? '2' : part.startsWith(":") ? '1' : '0');
        }
        return rank.toString();
    }
}
