package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.route.RouteSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a route could take a request, others aside; which one does is for the server to say. */
final class RouteMatch {

    private RouteMatch() {}

    static boolean takes(RouteSpec spec, RoutesExchange.ProbeRequest request) {
        String method = request.method() == null ? "GET" : request.method();
        return spec.enabled() && (spec.method().equals(RouteSpec.ANY) || spec.method().equals(method))
                && takesHost(spec.host(), request.host()) && takesPath(spec.path(), request.path());
    }

    private static boolean takesHost(String pattern, @Nullable String host) {
        if (pattern.equals(RouteSpec.ANY)) {
            return true;
        }
        if (host == null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        return pattern.equals(name) || (pattern.startsWith("*.") && name.endsWith(pattern.substring(1)));
    }

    private static boolean takesPath(String pattern, @Nullable String path) {
        List<String> wanted = parts(pattern);
        List<String> given = parts(path == null ? "" : path);
        for (int at = 0; at < wanted.size(); at++) {
            String part = wanted.get(at);
            if (part.startsWith("*")) {
                return given.size() > at;
            }
            if (at >= given.size() || (!part.startsWith(":") && !part.equals(given.get(at)))) {
                return false;
            }
        }
        return given.size() == wanted.size();
    }

    private static List<String> parts(String path) {
        return Arrays.stream(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
    }
}
