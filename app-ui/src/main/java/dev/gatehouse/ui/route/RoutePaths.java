package dev.gatehouse.ui.route;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A route's path and upstreams in the words of other gateways. */
final class RoutePaths {

    private static final String META = "\\.[]{}()*+?^$|";
    /** What means something but itself in a path that lua-resty-radixtree compares. */
    private static final String PATTERN = "*+$()";
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private RoutePaths() {}

    static List<String> parts(String path) {
        return Arrays.stream(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
    }

    /** Whether it names itself alone, also where an asterisk in the middle of a segment were read as a pattern. */
    static boolean isPlain(String path) {
        return parts(path).stream().allMatch(RoutePaths::isPlainPart);
    }

    private static boolean isPlainPart(String part) {
        return !part.startsWith(":") && part.chars().noneMatch(each -> PATTERN.indexOf(each) >= 0);
    }

    /** A regular expression (PCRE) for the whole path, without anchors; a slash at the end does not count. */
    static String expression(String path) {
        List<String> parts = parts(path);
        String expression = parts.stream().map(RoutePaths::expressionOf).collect(Collectors.joining());
        return parts.isEmpty() ? "/" : parts.getLast().startsWith("*") ? expression : expression + "/?";
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

    /** What is {@linkplain #isPlain plain} at the beginning of a path that is not plain, with the slash behind it. */
    static String fixedHead(String path) {
        StringBuilder head = new StringBuilder("/");
        for (String part : parts(path)) {
            if (!isPlainPart(part)) {
                break;
            }
            head.append(part).append('/');
        }
        return head.toString();
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
