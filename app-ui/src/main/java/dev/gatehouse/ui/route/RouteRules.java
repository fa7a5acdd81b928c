package dev.gatehouse.ui.route;

import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.ui.text.Sentence;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be told about a route while it is typed; the server has the last word. */
final class RouteRules {

    private static final Pattern PARAMETER = Pattern.compile("\\*|[:*][A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern FIXED = Pattern.compile("[A-Za-z0-9._~!$&'()+,;=@%-]+");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w.+-]+/[\\w.+-]+(\\s*;.*)?");

    private RouteRules() {}

    static @Nullable Sentence pathFault(String typed) {
        String path = typed.strip();
        if (!path.startsWith("/")) {
            return Sentence.of("route.form.pathStart");
        }
        if (path.length() > RouteSpec.LONGEST_PATH) {
            return Sentence.of("route.form.pathLong", RouteSpec.LONGEST_PATH);
        }
        String[] segments = path.substring(1).split("/", -1);
        Set<String> names = new HashSet<>();
        for (int index = 0; index < segments.length; index++) {
            Sentence fault = segmentFault(segments[index], index == segments.length - 1, names);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable Sentence segmentFault(String segment, boolean last, Set<String> names) {
        if (segment.isEmpty()) {
            return last ? null : Sentence.of("route.form.pathEmpty");
        }
        if (!segment.startsWith(":") && !segment.startsWith("*")) {
            return segment.equals(".") || segment.equals("..") || !FIXED.matcher(segment).matches()
                    ? Sentence.of("route.form.pathCharacters", segment)
                    : null;
        }
        if (!PARAMETER.matcher(segment).matches()) {
            return Sentence.of("route.form.pathParameter", segment);
        }
        if (!names.add(segment.substring(1))) {
            return Sentence.of("route.form.pathTwice", segment);
        }
        return segment.startsWith("*") && !last ? Sentence.of("route.form.pathRest", segment) : null;
    }

    static @Nullable Sentence hostFault(String host) {
        return RouteSpec.isHost(host.strip().toLowerCase(Locale.ROOT)) ? null : Sentence.of("route.form.host");
    }

    static @Nullable Sentence commentFault(String comment) {
        return comment.strip().length() <= RouteSpec.LONGEST_COMMENT ? null
                : Sentence.of("route.form.comment", RouteSpec.LONGEST_COMMENT);
    }

    static @Nullable Sentence contentTypeFault(String type) {
        return MEDIA_TYPE.matcher(type.strip()).matches() ? null : Sentence.of("route.form.contentType");
    }

    static @Nullable Sentence bodyFault(String body) {
        return body.getBytes(StandardCharsets.UTF_8).length <= StaticAnswer.LARGEST_BODY
                ? null
                : Sentence.of("route.form.body");
    }

    static @Nullable Sentence upstreamsFault(List<String> addresses) {
        if (addresses.isEmpty()) {
            return Sentence.of("route.form.upstreamMissing");
        }
        if (addresses.size() > RouteSpec.MOST_UPSTREAMS) {
            return Sentence.of("route.form.upstreamsMany", RouteSpec.MOST_UPSTREAMS);
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
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null
                    && uri.getPort() <= 65_535 && uri.getRawQuery() == null && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
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
