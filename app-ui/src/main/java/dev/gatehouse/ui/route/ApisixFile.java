package dev.gatehouse.ui.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RoutePolicies.LimitKind;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.ui.route.RoutePorting.Loss;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Routes as {@code apisix.yaml} of Apache APISIX 3 in standalone mode, which ends with a line {@code #END}. Who may take a
 * route is not among them, so one that not everybody may take is written switched off.
 */
final class ApisixFile {

    /** By APISIX's schema of a route. */
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_DESCRIPTION = 256;
    private static final double MILLIS = 1_000;
    private static final int TOO_MANY = 429;
    private static final int AWAY = 503;

    /** The content types that its {@code mocking} plugin takes ({@code apisix/plugins/mocking.lua}). */
    private static final Set<String> ANSWERED_TYPES = Set.of("application/xml", "application/json", "text/plain",
            "text/html", "text/xml");

    /** What of a route its file says as it is meant. */
    private static final Set<String> EXPRESSED = Set.of("route.lost.bulkhead", "route.lost.comment");

    private final ObjectNode root = Json.LENIENT.createObjectNode();
    private final ArrayNode routes = root.putArray("routes");
    private final List<Loss> lost = new ArrayList<>();

    private ApisixFile() {}

    static RoutePorting of(List<Route> routes) {
        ApisixFile file = new ApisixFile();
        RouteOrder.rank(routes, file::add);
        return new RoutePorting(file.root, "#END\n", file.lost);
    }

    /** The first {@code most} characters, as the schema counts them: by code points. */
    private static String cut(String text, int most) {
        return isLonger(text, most) ? text.substring(0, text.offsetByCodePoints(0, most)) : text;
    }

    private static boolean isLonger(String text, int most) {
        return text.codePointCount(0, text.length()) > most;
    }

    /** The nearest content type that the file may have. */
    private static String answeredType(String wanted) {
        int parameter = wanted.lastIndexOf(';');
        if (ANSWERED_TYPES.contains(parameter < 0 ? wanted : wanted.substring(0, parameter))) {
            return wanted;
        }
        String type = wanted.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (ANSWERED_TYPES.contains(type)) {
            return type;
        }
        return type.endsWith("+json") ? "application/json" : type.endsWith("+xml") ? "application/xml" : "text/plain";
    }

    /**
     * @param rank the higher the earlier, among routes of one host and one {@code uri}: an exact host and the longer
     *             {@code uri} go first by themselves ({@code radixtree_host_uri}, the router that APISIX has unless told
     *             otherwise), as they do here
     */
    private void add(Route route, int rank) {
        RouteSpec spec = route.spec();
        ObjectNode way = routes.addObject()
                .put("id", route.id().toLowerCase(Locale.ROOT))
                .put("name", cut(RouteName.of(spec), LONGEST_NAME));
        if (spec.comment() != null) {
            way.put("desc", cut(spec.comment(), LONGEST_DESCRIPTION));
            if (isLonger(spec.comment(), LONGEST_DESCRIPTION)) {
                lost.add(Loss.of(route, "route.lost.commentEnd", LONGEST_DESCRIPTION));
            }
        }
        way.put("status", spec.enabled() && spec.permission() == RoutePermission.PUBLIC ? 1 : 0)
                .put("priority", rank);
        boolean plain = RoutePaths.isPlain(spec.path());
        String bare = "/" + String.join("/", RoutePaths.parts(spec.path()));
        if (!plain) {
            way.put("uri", RoutePaths.fixedHead(spec.path()) + "*");
            way.putArray("vars").addArray().add("uri").add("~~").add("^" + RoutePaths.expression(spec.path()) + "$");
        } else if (bare.equals("/")) {
            way.put("uri", bare);
        } else {
            way.putArray("uris").add(bare).add(bare + "/");
        }
        if (!spec.method().equals(RouteSpec.ANY)) {
            way.putArray("methods").add(spec.method());
        }
        if (!spec.host().equals(RouteSpec.ANY)) {
            way.putArray("hosts").add(spec.host());
        }
        ObjectNode plugins = Json.LENIENT.createObjectNode();
        plugins(route, plugins);
        upstream(route, way, plugins);
        if (!plugins.isEmpty()) {
            way.set("plugins", plugins);
        }
        lost.addAll(Loss.ofPolicies(route, EXPRESSED));
    }

    private void upstream(Route route, ObjectNode way, ObjectNode plugins) {
        List<URI> targets = route.spec().upstreams().stream().map(URI::create).toList();
        ObjectNode upstream = way.putObject("upstream").put("type", "roundrobin");
        ObjectNode nodes = upstream.putObject("nodes");
        if (targets.isEmpty()) {
            nodes.put("127.0.0.1:1", 1);
            return;
        }
        targets.forEach(each -> nodes.put(RoutePaths.hostAndPort(each), 1));
        upstream.put("scheme", targets.getFirst().getScheme());
        RoutePolicies policies = route.spec().policies();
        upstream.put("retries", policies.retry() == null ? 0 : policies.retry().attempts() - 1);
        double seconds = policies.timeoutOrDefaultMillis() / MILLIS;
        upstream.putObject("timeout").put("connect", seconds).put("send", seconds).put("read", seconds);
        String base = RoutePaths.basePath(targets.getFirst());
        if (!base.isEmpty()) {
            plugins.putObject("proxy-rewrite").put("uri", base + "$uri");
        }
        if (!RoutePaths.isUniform(targets)) {
            lost.add(Loss.of(route, "route.lost.mixedUpstreams"));
        }
    }

    private void plugins(Route route, ObjectNode plugins) {
        StaticAnswer answer = route.spec().staticAnswer();
        if (answer != null) {
            String type = answeredType(answer.contentType());
            plugins.putObject("mocking")
                    .put("response_status", answer.status())
                    .put("content_type", type)
                    .put("response_example", answer.body())
                    .put("with_mock_header", false);
            if (!type.equals(answer.contentType())) {
                lost.add(Loss.of(route, "route.lost.contentType", type));
            }
        }
        RoutePolicies policies = route.spec().policies();
        if (policies.bulkhead() != null) {
            plugins.putObject("limit-conn")
                    .put("conn", policies.bulkhead().concurrent())
                    .put("burst", 0)
                    .put("default_conn_delay", 0.1)
                    .put("key_type", "var")
                    .put("key", "route_id")
                    .put("rejected_code", AWAY);
        }
        boolean first = true;
        for (RateLimit limit : policies.limits()) {
            if (!first || limit.periodMillis() % 1_000 != 0) {
                lost.add(Loss.of(route, "route.lost.limit", limit.permits(), Spans.text(limit.periodMillis())));
                continue;
            }
            first = false;
            limit(route, limit, plugins.putObject("limit-count"));
        }
    }

    private void limit(Route route, RateLimit limit, ObjectNode config) {
        config.put("count", limit.permits())
                .put("time_window", limit.periodMillis() / 1_000)
                .put("rejected_code", TOO_MANY)
                .put("policy", "local");
        switch (limit.per()) {
            case IP -> config.put("key_type", "var").put("key", "remote_addr");
            case USER -> config.put("key_type", "var").put("key", "consumer_name");
            case ROUTE -> config.put("key_type", "constant").put("key", "route");
        }
        lost.add(Loss.of(route, "route.lost.limitPerNode"));
        if (limit.kind() != LimitKind.FIXED_WINDOW) {
            lost.add(Loss.of(route, "route.lost.limitKind", limit.permits(), Spans.text(limit.periodMillis())));
        }
    }
}
