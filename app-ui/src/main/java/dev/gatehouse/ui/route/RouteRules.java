package dev.gatehouse.ui.route;

import dev.gatehouse.ui.text.Sentence;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be told about a route while it is typed; the server has the last word. */
final class RouteRules {

    private static final Pattern HOST = Pattern
            .compile("\\*|(\\*\\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final Pattern PARAMETER = Pattern.compile("[:*][A-Za-z_][A-Za-z0-9_]*");

    private RouteRules() {}

    static @Nullable Sentence pathFault(String path) {
        if (!path.startsWith("/")) {
            return Sentence.of("route.form.pathStart");
        }
        String[] segments = path.substring(1).split("/", -1);
        Set<String> names = new HashSet<>();
        for (int index = 0; index < segments.length; index++) {
            String segment = segments[index];
            boolean parameter = segment.startsWith(":") || segment.startsWith("*");
            if (parameter && !PARAMETER.matcher(segment).matches()) {
                return Sentence.of("route.form.pathParameter", segment);
            }
            if (parameter && !names.add(segment.substring(1))) {
                return Sentence.of("route.form.pathTwice", segment);
            }
            if (segment.startsWith("*") && index < segments.length - 1) {
                return Sentence.of("route.form.pathRest", segment);
            }
            if (segment.indexOf(' ') >= 0 || segment.indexOf('?') >= 0 || segment.indexOf('#') >= 0) {
                return Sentence.of("route.form.pathCharacters");
            }
        }
        return null;
    }

    static @Nullable Sentence hostFault(String host) {
        return HOST.matcher(host.strip()).matches() ? null : Sentence.of("route.form.host");
    }

    static @Nullable Sentence upstreamsFault(List<String> addresses) {
        if (addresses.isEmpty()) {
            return Sentence.of("route.form.upstreamMissing");
        }
        for (String address : addresses) {
            if (!isBase(address)) {
                return Sentence.of("route.form.upstream", address);
            }
        }
        return null;
    }

    private static boolean isBase(String address) {
        try {
            URI uri = URI.create(address);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    static @Nullable Sentence statusFault(String status) {
        String digits = status.strip();
        boolean number = digits.length() == 3 && digits.chars().allMatch(Character::isDigit);
        int value = number ? Integer.parseInt(digits) : 0;
        return value >= 200 && value <= 599 ? null : Sentence.of("route.form.status");
    }
}
