package dev.gatehouse.ui.route;

import dev.gatehouse.model.route.RouteSpec;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A route's path and upstreams in the words of other gateways. */
final class RoutePaths {

    private static final String META = "\\.[]{}()*+?^$|";
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private RoutePaths() {}

    private static List<String> parts(String path) {
        return Arrays.stream(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
    }

    /** Whether it names anything but itself. */
    static boolean isPattern(String path) {
        return parts(path).stream().anyMatch(part -> part.startsWith(":") || part.startsWith("*"));
    }

    /** A regular expression (PCRE) for the whole path, without anchors. */
    static String expression(String path) {
        List<String> parts = parts(path);
        return parts.isEmpty() ? "/" : parts.stream().map(RoutePaths::expressionOf).collect(Collectors.joining());
    }

    private static String expressionOf(String part) {
        if (part.startsWith(":")) {
            return "/[^/]+";
        }
        return part.startsWith("*") ? "/.+" : "/" + quoted(part);
    }

    private static String quoted(String text) {
        return text.chars()
                .mapToObj(each -> META.indexOf(each) >= 0 ? "\\" + (char) each : String.valueOf((char) each))
                .collect(Collectors.joining());
    }

    /** What stands before the first parameter, with the slash behind it; the whole path where there is none. */
    static String fixedHead(String path) {
        StringBuilder head = new StringBuilder("/");
        for (String part : parts(path)) {
            if (part.startsWith(":") || part.startsWith("*")) {
                return head.toString();
            }
            head.append(part).append('/');
        }
        return path;
    }

    /** Higher where a path is more specific: fixed segments count more than parameters, those more than a rest. */
    static int priority(RouteSpec spec) {
        int weight = 0;
        for (String part : parts(spec.path())) {
            weight += part.startsWith("*") ? 1 : part.startsWith(":") ? 10 : 20;
        }
        return weight;
    }

    static String hostAndPort(URI upstream) {
        int port = upstream.getPort() >= 0 ? upstream.getPort() : "https".equals(upstream.getScheme()) ? HTTPS : HTTP;
        return upstream.getHost() + ":" + port;
    }

    static String basePath(URI upstream) {
        String path = Objects.toString(upstream.getRawPath(), "");
        return path.equals("/") ? "" : path;
    }

    /** Whether all upstreams have the scheme and the path of the first. */
    static boolean isUniform(List<URI> upstreams) {
        return upstreams.stream()
                .allMatch(each -> Objects.equals(each.getScheme(), upstreams.getFirst().getScheme())
                        && basePath(each).equals(basePath(upstreams.getFirst())));
    }
}
