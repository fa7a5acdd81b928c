package dev.gatehouse.model.route;

import dev.gatehouse.model.auth.Role;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decides about a route; the server adds id, version and times.
 *
 * @param method       an HTTP method in upper case, or {@code *} for any
 * @param host         as {@link #isHost} has it: {@code *.example.com} is all below one, {@code *} any
 * @param path         starts with {@code /}; {@code :name} takes one segment, a last {@code *name} takes the rest
 * @param roles        for {@link RoutePermission#ADMIN}: any of these will do
 * @param upstreams    base addresses, {@code http} or {@code https}; empty with a static answer
 * @param staticAnswer given instead of asking an upstream
 * @param enabled      a route that is not enabled takes nothing
 * @param policies     how requests are treated on their way; {@link RoutePolicies#NONE} in records of older versions
 */
public record RouteSpec(
        String method,
        String host,
        String path,
        RoutePermission permission,
        Set<Role> roles,
        List<String> upstreams,
        @Nullable StaticAnswer staticAnswer,
        boolean enabled,
        @Nullable String comment,
        RoutePolicies policies) {

    /** Any method, or any host. */
    public static final String ANY = "*";
    /** How many characters a path may have. */
    public static final int LONGEST_PATH = 1024;
    /** How many upstreams a route may have. */
    public static final int MOST_UPSTREAMS = 16;
    /** How many characters a comment may have. */
    public static final int LONGEST_COMMENT = 500;

    private static final int LONGEST_HOST = 253;
    private static final Pattern HOST = Pattern.compile("\\*|\\[[0-9a-f:.]{2,45}]"
            + "|(\\*\\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    @SuppressWarnings("ConstantValue") // Jackson leaves a component null where the JSON lacks it
    public RouteSpec {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(permission, "permission");
        roles = Set.copyOf(roles);
        upstreams = List.copyOf(upstreams);
        policies = policies == null ? RoutePolicies.NONE : policies;
    }

    /** Whether it is {@code *}, a host name, {@code *.} before one, or an IPv6 address in brackets; in lower case. */
    public static boolean isHost(String host) {
        return host.length() <= LONGEST_HOST && HOST.matcher(host).matches();
    }
}
