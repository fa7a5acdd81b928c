package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.route.RouteSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a route could take a request, others aside; which one does is for the server to say, and so is whether the request
 * is sound. Read as docs/ROUTES.md has it.
 */
final class RouteMatch {

    private static final Pattern QUERY = Pattern.compile("\\?.*$");
    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");
    private static final int HEX = 16;

    private RouteMatch() {}

    static boolean takes(RouteSpec spec, RoutesExchange.ProbeRequest request) {
        String method = request.method() == null ? "GET" : request.method().strip().toUpperCase(Locale.ROOT);
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
        String name = name(host.strip().toLowerCase(Locale.ROOT));
        return pattern.equals(name) || (pattern.startsWith("*.") && name.endsWith(pattern.substring(1)));
    }

    /** A host without its port, which is behind the bracket of an IPv6 address, and without the dot at its end. */
    private static String name(String host) {
        int port = host.indexOf(':', Math.max(0, host.indexOf(']')));
        String bare = port < 0 ? host : host.substring(0, port);
        return bare.length() > 1 && bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
    }

    private static boolean takesPath(String pattern, @Nullable String path) {
        List<String> wanted = parts(pattern);
        List<String> given = parts(path == null ? "" : QUERY.matcher(path).replaceFirst(""));
        for (int at = 0; at < wanted.size(); at++) {
            String part = wanted.get(at);
            if (part.startsWith("*")) {
                return given.size() > at;
            }
            if (at >= given.size() || (!part.startsWith(":") && !octets(part).equals(octets(given.get(at))))) {
                return false;
            }
        }
        return given.size() == wanted.size();
    }

    /** What a part of a path means: {@code a} and {@code %61} are the same (RFC 3986 section 2.1). */
    private static String octets(String part) {
        return ESCAPE.matcher(part).replaceAll(escape -> Matcher
                .quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), HEX))));
    }

    private static List<String> parts(String path) {
        return Arrays.stream(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
    }
}
