package dev.gatehouse.model.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteVersion;
import dev.gatehouse.model.route.RouteWarning;
import dev.gatehouse.model.route.StaticAnswer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/routes}: the ways in. Lists answer with a {@link Page} of {@link Route}. */
public final class RoutesExchange {

    public static final String PATH = "/api/v1/routes";
    public static final String PROBE_PATH = PATH + "/probe";
    public static final String LINT_PATH = PATH + "/lint";

    private RoutesExchange() {}

    /** The path of one route. */
    public static String path(String id) {
        return PATH + "/" + id;
    }

    /**
     * {@code POST}, {@code PUT /{id}} (with {@code If-Match}) and {@code POST /lint}: the fields of
     * {@link dev.gatehouse.model.route.RouteSpec}. Absent: method and host are any, permission is user, enabled is true, no policies.
     */
    public record Draft(
            @Nullable String method,
            @Nullable String host,
            @Nullable String path,
            @Nullable RoutePermission permission,
            @Nullable Set<Role> roles,
            @Nullable List<String> upstreams,
            @Nullable StaticAnswer staticAnswer,
            @Nullable Boolean enabled,
            @Nullable String comment,
            @Nullable RoutePolicies policies) {}

    /**
     * A route as the change left it, with what may not be meant.
     *
     * @param route its fields stand beside warnings and receipt on the wire
     */
    public record Changed(@JsonUnwrapped Route route, List<RouteWarning> warnings, Receipt receipt) {}

    /** A route that is gone. */
    public record Deleted(Receipt receipt) {}

    /** {@code GET /{id}/history}: newest first. */
    public record History(List<RouteVersion> items) {}

    /** {@code POST /{id}/rollback}: brings an earlier version back as a new one. */
    public record RollbackRequest(@Nullable Long version) {}

    /** {@code POST /probe}: which route would take this request? */
    public record ProbeRequest(@Nullable String method, @Nullable String path, @Nullable String host) {}

    /**
     * @param matched whether any route takes it
     * @param route   the one that does
     * @param params  what its {@code :name} and {@code *name} stand for
     */
    public record ProbeResponse(boolean matched, @Nullable Route route, Map<String, String> params) {}

    /** {@code POST /lint}. */
    public record LintResponse(List<RouteWarning> warnings) {}
}
