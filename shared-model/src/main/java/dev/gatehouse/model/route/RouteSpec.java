package dev.gatehouse.model.route;

import dev.gatehouse.model.auth.Role;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decides about a route; the server adds id, version and times.
 *
 * @param method       an HTTP method in upper case, or {@code *} for any
 * @param host         a host name in lower case, {@code *.example.com} for all below one, or {@code *} for any
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
}
