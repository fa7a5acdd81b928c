package dev.gatehouse.server.gateway;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.server.http.BrowserCookies;
import dev.gatehouse.server.http.Principal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Which headers go on to an upstream and back to the caller. */
final class Headers {

    static final String TRACE_ID = "X-Trace-ID";
    /** What the upstream is told about the caller; nobody outside can say so. */
    static final String IDENTITY = "x-gatehouse-";

    /** Those of one connection, RFC 9110 section 7.6.1. */
    private static final Set<String> OF_THE_CONNECTION = Set.of("connection", "keep-alive", "proxy-authorization",
            "proxy-authenticate", "proxy-authentication-info", "proxy-connection", "transfer-encoding", "te", "trailer",
            "upgrade", "http2-settings");
    /** Those that the traffic port says itself, or has dealt with. */
    private static final Set<String> OWN = Set.of("host", "expect", "forwarded", "x-forwarded-for",
            "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port", "x-real-ip", "traceparent", "x-trace-id");
    private static final String FORWARDED = "x-forwarded-";
    /** By these some upstreams take another path or method than the one that was judged here. */
    private static final Set<String> OVERRIDES = Set.of("x-original-url", "x-rewrite-url", "x-original-uri",
            "x-http-method", "x-http-method-override", "x-method-override");
    private static final Set<String> OWN_COOKIES = Set.of(BrowserCookies.SESSION, BrowserCookies.REFRESH,
            BrowserCookies.CSRF);

    /** How each set of roles that was seen is told. */
    private static final Map<Set<Role>, String> ROLES = new ConcurrentHashMap<>();

    private Headers() {}

    /** What an upstream is told, but for the trace. */
    static HttpFields outgoing(Request request, RoutePermission permission, @Nullable Principal caller) {
        HttpFields sent = request.getHeaders();
        Set<String> dropped = named(sent);
        List<String> cookies = new ArrayList<>();
        HttpFields.Mutable fields = HttpFields.build();
        for (HttpField field : sent) {
            // CGI (RFC 3875 section 4.1.18) tells its programs of both under one name.
            String name = field.getLowerCaseName().replace('_', '-');
            boolean goes = !OF_THE_CONNECTION.contains(name) && !isSaidHere(name) && !OVERRIDES.contains(name)
                    && !dropped.contains(field.getLowerCaseName()) && !name.startsWith(":")
                    && !(name.equals("authorization") && permission != RoutePermission.PUBLIC);
            if (goes && name.equals("cookie")) {
                cookies.add(foreign(field.getValue()));
            } else if (goes) {
                fields.add(field);
            }
        }
        cookies.removeIf(String::isEmpty);
        if (!cookies.isEmpty()) {
            // One field, in which HTTP/2 may have come in several (RFC 9113 section 8.2.3).
            fields.put("Cookie", String.join("; ", cookies));
        }
        forward(request, fields);
        if (caller != null) {
            fields.put("X-Gatehouse-User", encoded(caller.username()));
            fields.put("X-Gatehouse-User-Id", caller.userId());
            fields.put("X-Gatehouse-Roles", ROLES.computeIfAbsent(caller.roles(), Headers::words));
            fields.put("X-Gatehouse-Session", caller.sessionId());
        }
        return fields;
    }

    /** Whether an upstream is told this by the traffic port, whatever the caller says; the name in lower case. */
    static boolean isSaidHere(String name) {
        return OWN.contains(name) || name.startsWith(IDENTITY) || name.startsWith(FORWARDED);
    }

    /** How much memory headers take, in bytes or a little less. */
    static int bytes(Map<String, List<String>> headers) {
        int bytes = 0;
        for (Map.Entry<String, List<String>> field : headers.entrySet()) {
            for (String value : field.getValue()) {
                bytes += 2 * (field.getKey().length() + value.length());
            }
        }
        return bytes;
    }

    private static String words(Set<Role> roles) {
        return roles.stream().map(role -> role.name().toLowerCase(Locale.ROOT)).sorted()
                .collect(Collectors.joining(","));
    }

    /** A user's name may hold any letter, a header only ASCII: the others are escaped as in a URI. */
    private static String encoded(String name) {
        StringBuilder text = new StringBuilder(name.length());
        for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
            if (one > 0x20 && one < 0x7f && one != '%') {
                text.append((char) one);
            } else {
                text.append('%').append(String.format(Locale.ROOT, "%02X", one & 0xff));
            }
        }
        return text.toString();
    }

    private static void forward(Request request, HttpFields.Mutable fields) {
        String ip = bare(Request.getRemoteAddr(request));
        String scheme = request.isSecure() ? "https" : "http";
        String host = authority(request);
        fields.put("X-Forwarded-For", ip);
        fields.put("X-Forwarded-Proto", scheme);
        fields.put("X-Forwarded-Host", host);
        fields.put("Forwarded", "for=" + (ip.contains(":") ? "\"[" + ip + "]\"" : ip) + ";host=\""
                + host.replace("\"", "") + "\";proto=" + scheme);
    }

    /** The host that a request is for, as its caller wrote it, with a port where it named one. */
    static String authority(Request request) {
        String authority = request.getHttpURI().getAuthority();
        return authority == null ? String.valueOf(request.getHeaders().get("Host")) : authority;
    }

    /** An address without the brackets of IPv6. */
    static String bare(@Nullable String address) {
        if (address == null) {
            return "";
        }
        return address.startsWith("[") && address.endsWith("]")
                ? address.substring(1, address.length() - 1)
                : address;
    }

    /** The cookies that are not this server's own: a browser sends them to every port of a host. */
    private static String foreign(@Nullable String cookies) {
        List<String> kept = new ArrayList<>();
        for (String cookie : cookies == null ? new String[0] : cookies.split(";", -1)) {
            String stripped = cookie.strip();
            if (!stripped.isEmpty() && !stripped.startsWith("=") && !isOwn(stripped)) {
                kept.add(stripped);
            }
        }
        return String.join("; ", kept);
    }

    /** The headers that {@code Connection} names. */
    private static Set<String> named(HttpFields fields) {
        if (!fields.contains(HttpHeader.CONNECTION)) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String value : fields.getCSV(HttpHeader.CONNECTION, false)) {
            names.add(value.strip().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    /** Tells the caller what it is told of an upstream's answer; what was said by that name before is taken back. */
    static void pass(HttpFields from, HttpFields.Mutable to) {
        Set<String> dropped = named(from);
        takeBack(from, dropped, to);
        for (HttpField field : from) {
            if (comesBack(field, dropped)) {
                to.add(field);
            }
        }
    }

    private static boolean comesBack(HttpField field, Set<String> dropped) {
        String name = field.getLowerCaseName();
        return !OF_THE_CONNECTION.contains(name) && !dropped.contains(name) && !name.equals("x-trace-id")
                && !name.startsWith(IDENTITY) && !(name.equals("set-cookie") && isOwn(field.getValue()));
    }

    /** Whether a cookie, with its value or without, is one of this server's own. */
    private static boolean isOwn(@Nullable String cookie) {
        String text = cookie == null ? "" : cookie;
        int equals = text.indexOf('=');
        return OWN_COOKIES.contains((equals < 0 ? text : text.substring(0, equals)).strip());
    }

    /** Takes back what the caller was to be told of an upstream's answer. */
    static void takeBack(HttpFields from, HttpFields.Mutable to) {
        takeBack(from, named(from), to);
    }

    private static void takeBack(HttpFields from, Set<String> dropped, HttpFields.Mutable to) {
        for (HttpField field : from) {
            if (comesBack(field, dropped)) {
                to.remove(field.getName());
            }
        }
    }

    /** The same by name in lower case. */
    static Map<String, List<String>> incoming(HttpFields fields) {
        Set<String> dropped = named(fields);
        Map<String, List<String>> kept = new TreeMap<>();
        for (HttpField field : fields) {
            if (comesBack(field, dropped)) {
                kept.computeIfAbsent(field.getLowerCaseName(), _ -> new ArrayList<>()).add(field.getValue());
            }
        }
        return kept;
    }

    /** What a request says, for {@link Asked#headers}. */
    static Map<String, List<String>> asked(HttpFields fields) {
        Map<String, List<String>> all = new TreeMap<>();
        for (HttpField field : fields) {
            all.computeIfAbsent(field.getLowerCaseName(), _ -> new ArrayList<>()).add(field.getValue());
        }
        return all;
    }
}
