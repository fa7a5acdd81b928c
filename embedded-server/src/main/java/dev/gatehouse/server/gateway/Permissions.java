package dev.gatehouse.server.gateway;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Principal;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom a route lets in. */
final class Permissions {

    private Permissions() {}

    /** The level that a caller of a route needs who must be signed in. */
    static Access level(RouteSpec spec) {
        if (spec.permission() != RoutePermission.ADMIN) {
            return Access.USER;
        }
        return spec.roles().isEmpty() ? Access.VIEWER : switch (Collections.min(spec.roles())) {
            case VIEWER -> Access.VIEWER;
            case OPERATOR -> Access.OPERATOR;
            case ADMIN -> Access.ADMIN;
        };
    }

    /**
     * Whether a route lets a caller in.
     *
     * @param caller absent where nobody is signed in
     */
    static boolean admits(RouteSpec spec, @Nullable Principal caller) {
        return switch (spec.permission()) {
            case PUBLIC -> true;
            case USER -> caller != null;
            case ADMIN -> {
                Set<Role> needed = spec.roles().isEmpty() ? Set.of(Role.VIEWER) : spec.roles();
                yield caller != null && needed.stream().anyMatch(caller::may);
            }
        };
    }
}
