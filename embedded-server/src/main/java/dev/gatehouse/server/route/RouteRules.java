package dev.gatehouse.server.route;

import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.RouteWarning;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.server.call.RequestFailure;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What makes a route one that can work, and what makes two of them suspicious. */
final class RouteRules {

    private static final Set<String> METHODS = Set.of(RouteSpec.ANY, "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE",
            "OPTIONS");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern FIXED = Pattern.compile("[A-Za-z0-9._~!$&'()+,;=@%-]+");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w.+-]+/[\\w.+-]+(\\s*;.*)?");

    private RouteRules() {}

    /**
     * What a draft says, with its defaults filled in and its path in the {@link CanonicalPath canonical} spelling.
     *
     * @throws RequestFailure naming every field that cannot work
     */
    static RouteSpec checked(RoutesExchange.Draft draft) {
        List<FieldError> errors = new ArrayList<>();
        String method = draft.method() == null ? RouteSpec.ANY : draft.method().strip().toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            errors.add(new FieldError("method", "must be GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS or *."));
        }
        String host = draft.host() == null || draft.host().isBlank()
                ? RouteSpec.ANY
                : draft.host().strip().toLowerCase(Locale.ROOT);
        if (!RouteSpec.isHost(host)) {
            errors.add(new FieldError("host", "must be a host name, *.example.com, [::1] or *."));
        }
        String path = draft.path() == null ? "" : draft.path().strip();
        checkPath(path, errors);
        RoutePermission permission = draft.permission() == null ? RoutePermission.USER : draft.permission();
        Set<Role> roles = draft.roles() == null ? Set.of() : draft.roles();
        if (!roles.isEmpty() && permission != RoutePermission.ADMIN) {
            errors.add(new FieldError("roles", "are asked for only where permission is admin."));
        }
        List<String> upstreams = draft.upstreams() == null ? List.of() : draft.upstreams();
        checkTarget(upstreams, draft.staticAnswer(), errors);
        String comment = draft.comment() == null || draft.comment().isBlank() ? null : draft.comment().strip();
        if (comment != null && comment.length() > RouteSpec.LONGEST_COMMENT) {
            errors.add(new FieldError("comment", "has at most " + RouteSpec.LONGEST_COMMENT + " characters."));
        }
        RoutePolicies policies = draft.policies() == null ? RoutePolicies.NONE : draft.policies();
        new PolicyRules(errors).check(policies, draft.staticAnswer());
        if (!errors.isEmpty()) {
            throw RequestFailure.invalid(errors);
        }
        String canonical = Objects.requireNonNull(CanonicalPath.of(path));
        return new RouteSpec(method, host, canonical, permission, roles, upstreams, draft.staticAnswer(),
                draft.enabled() == null || draft.enabled(), comment, policies);
    }

    private static void checkPath(String path, List<FieldError> errors) {
        if (!path.startsWith("/") || path.length() > RouteSpec.LONGEST_PATH) {
            errors.add(new FieldError("path",
                    "must begin with / and have at most " + RouteSpec.LONGEST_PATH + " characters."));
            return;
        }
        PathFault pathFault = PathFault.of(path);
        if (pathFault != null) {
            errors.add(new FieldError("path", pathFault.sentence()));
            return;
        }
        List<String> parts = RoutePattern.split(path);
        Set<String> names = new HashSet<>();
        for (int at = 0; at < parts.size(); at++) {
            String fault = segmentFault(parts.get(at), at == parts.size() - 1, names);
            if (fault != null) {
                errors.add(new FieldError("path", fault));
                return;
            }
        }
        String refused = CanonicalPath.fault(path);
        if (refused != null) {
            errors.add(new FieldError("path", refused));
        }
    }

    private static @Nullable String segmentFault(String part, boolean last, Set<String> names) {
        char first = part.charAt(0);
        if (first != ':' && first != '*') {
            return FIXED.matcher(part).matches()
                    ? null
                    : "has a segment \"" + part + "\" with characters that a path cannot have.";
        }
        String name = part.substring(1);
        if (first == '*' && !last) {
            return "has *" + name + " in the middle; it takes the rest and must come last.";
        }
        if (!(first == '*' && name.isEmpty()) && !NAME.matcher(name).matches()) {
            return "has a parameter \"" + part + "\"; its name must be letters, digits and underscores.";
        }
        return names.add(name) ? null : "has the parameter " + name + " twice.";
    }

    private static void checkTarget(List<String> upstreams, @Nullable StaticAnswer answer, List<FieldError> errors) {
        if (upstreams.isEmpty() && answer == null) {
            errors.add(new FieldError("upstreams", "Give at least one upstream, or a static answer."));
        }
        if (!upstreams.isEmpty() && answer != null) {
            errors.add(new FieldError("staticAnswer", "Give either upstreams or a static answer, not both."));
        }
        if (upstreams.size() > RouteSpec.MOST_UPSTREAMS) {
            errors.add(new FieldError("upstreams", "has at most " + RouteSpec.MOST_UPSTREAMS + " addresses."));
        }
        for (int at = 0; at < upstreams.size(); at++) {
            if (!isBase(upstreams.get(at))) {
                errors.add(new FieldError("upstreams[" + at + "]",
                        "must look like http://host:port, without a query."));
            }
        }
        if (answer != null) {
            checkAnswer("staticAnswer", answer, errors);
        }
    }

    /** What is wrong with an answer that stands at {@code field}. */
    @SuppressWarnings("ConstantValue") // Jackson leaves a component null where the JSON lacks it
    static void checkAnswer(String field, StaticAnswer answer, List<FieldError> errors) {
        if (answer.status() < 200 || answer.status() > 599) {
            errors.add(new FieldError(field + ".status", "must be from 200 to 599."));
        }
        if (answer.contentType() == null || !MEDIA_TYPE.matcher(answer.contentType()).matches()) {
            errors.add(new FieldError(field + ".contentType", "must be a media type such as text/plain."));
        }
        if (answer.body() == null
                || answer.body().getBytes(StandardCharsets.UTF_8).length > StaticAnswer.LARGEST_BODY) {
            errors.add(new FieldError(field + ".body", "is needed, with at most 64 KiB."));
        }
    }

    private static boolean isBase(String upstream) {
        try {
            URI uri = URI.create(upstream);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null
                    && uri.getPort() <= 65_535 && uri.getRawQuery() == null && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * What may not be meant about a route, by itself and beside the others.
     *
     * @param id of the route itself, which is left out; absent for a draft
     */
    static List<RouteWarning> warnings(RouteSpec spec, @Nullable String id, List<Route> others) {
        List<RouteWarning> warnings = new ArrayList<>();
        if (!spec.enabled()) {
            return warnings;
        }
        String refused = CanonicalPath.fault(spec.path());
        if (refused != null) {
            // A route of before the rules refused this, or one that a rollback brought back.
            warnings.add(new RouteWarning("unreachable", "This route never gets a request: its path " + refused,
                    id == null ? "" : id));
        }
        warnings.addAll(new PolicyLint(spec, id).warnings());
        RoutePattern pattern = RoutePattern.of(spec.path());
        for (Route other : others) {
            RouteSpec theirs = other.spec();
            if (other.id().equals(id) || !theirs.enabled() || !meet(spec.method(), theirs.method())
                    || !hostsMeet(spec.host(), theirs.host())) {
                continue;
            }
            RoutePattern theirPattern = RoutePattern.of(theirs.path());
            String name = theirs.method() + " " + theirs.host() + theirs.path();
            if (spec.method().equals(theirs.method()) && spec.host().equals(theirs.host())
                    && pattern.sameShape(theirPattern)) {
                boolean olderIsOther = id == null || other.id().compareTo(id) < 0;
                warnings.add(new RouteWarning("shadowed", olderIsOther
                        ? "This route never gets a request: " + name + " takes the same ones and is older."
                        : "The route " + name + " never gets a request: this one takes the same ones and is older.",
                        other.id()));
            } else if (pattern.overlaps(theirPattern)) {
                warnings.add(new RouteWarning("overlap", "Some requests fit this route and " + name
                        + "; the more specific of the two takes them. Probe one to see which.", other.id()));
            }
        }
        return warnings;
    }

    private static boolean meet(String mine, String theirs) {
        return mine.equals(theirs) || mine.equals(RouteSpec.ANY) || theirs.equals(RouteSpec.ANY);
    }

    private static boolean hostsMeet(String mine, String theirs) {
        return meet(mine, theirs) || below(mine, theirs) || below(theirs, mine);
    }

    private static boolean below(String host, String wildcard) {
        return wildcard.startsWith("*.") && host.endsWith(wildcard.substring(1));
    }
}
