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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Routes as a declarative file of Kong Gateway 3 ({@code _format_version: "3.0"}): a service, a route and
 * plugins each. Who may take a route is not among them, so one that not everybody may take is written switched off.
 */
final class KongFile {

    /** The periods that Kong's rate-limiting plugin knows, by milliseconds. */
    private static final Map<Long, String> PERIODS = Map.of(1_000L, "second", 60_000L, "minute", 3_600_000L, "hour",
            86_400_000L, "day");

    /**
     * What is written for any method: Kong puts a route that names methods before all that name none, whatever else they
     * say ({@code kong/router/transform.lua}).
     */
    private static final List<String> METHODS = RouteFormModel.METHODS.stream()
            .filter(method -> !method.equals(RouteSpec.ANY))
            .toList();

    /** What of a route its file says as it is meant. */
    private static final Set<String> EXPRESSED = Set.of("route.lost.cache");

    private final ObjectNode root = Json.LENIENT.createObjectNode().put("_format_version", "3.0");
    private final ArrayNode services = root.putArray("services");
    private final ArrayNode upstreams = Json.LENIENT.createArrayNode();
    private final List<Loss> lost = new ArrayList<>();

    private KongFile() {}

    static RoutePorting of(List<Route> routes) {
        KongFile file = new KongFile();
        RouteOrder.rank(routes, file::add);
        if (!file.upstreams.isEmpty()) {
            file.root.set("upstreams", file.upstreams);
        }
        return new RoutePorting(file.root, "", file.lost);
    }

    /** @param rank the higher the earlier; Kong's router has 32 bits for it */
    private void add(Route route, int rank) {
        RouteSpec spec = route.spec();
        String name = "gatehouse-" + route.id().toLowerCase(Locale.ROOT);
        ObjectNode service = services.addObject().put("name", name);
        target(route, service, name);
        service.put("enabled", spec.enabled() && spec.permission() == RoutePermission.PUBLIC);
        RoutePolicies policies = spec.policies();
        long timeout = policies.timeoutOrDefaultMillis();
        service.put("connect_timeout", timeout).put("read_timeout", timeout).put("write_timeout", timeout);
        service.put("retries", policies.retry() == null ? 0 : policies.retry().attempts() - 1);
        ObjectNode way = service.putArray("routes").addObject().put("name", name);
        ArrayNode methods = way.putArray("methods");
        if (spec.method().equals(RouteSpec.ANY)) {
            METHODS.forEach(methods::add);
            lost.add(Loss.of(route, "route.lost.methods", String.join(", ", METHODS)));
        } else {
            methods.add(spec.method());
        }
        if (!spec.host().equals(RouteSpec.ANY)) {
            way.putArray("hosts").add(spec.host());
        }
        way.putArray("paths").add("~" + RoutePaths.expression(spec.path()) + "$");
        way.put("regex_priority", rank).put("strip_path", false);
        ArrayNode plugins = Json.LENIENT.createArrayNode();
        plugins(route, plugins);
        if (!plugins.isEmpty()) {
            way.set("plugins", plugins);
        }
        lost.addAll(Loss.ofPolicies(route, EXPRESSED));
    }

    private void target(Route route, ObjectNode service, String name) {
        List<URI> targets = route.spec().upstreams().stream().map(URI::create).toList();
        if (targets.isEmpty()) {
            service.put("url", "http://127.0.0.1:1");
            return;
        }
        URI first = targets.getFirst();
        if (targets.size() == 1) {
            service.put("url", first.toString());
            return;
        }
        service.put("protocol", first.getScheme()).put("host", name);
        if (!RoutePaths.basePath(first).isEmpty()) {
            service.put("path", RoutePaths.basePath(first));
        }
        ArrayNode all = upstreams.addObject().put("name", name).putArray("targets");
        targets.forEach(each -> all.addObject().put("target", RoutePaths.hostAndPort(each)));
        if (!RoutePaths.isUniform(targets)) {
            lost.add(Loss.of(route, "route.lost.mixedUpstreams"));
        }
    }

    private void plugins(Route route, ArrayNode plugins) {
        StaticAnswer answer = route.spec().staticAnswer();
        if (answer != null) {
            ObjectNode config = plugins.addObject().put("name", "request-termination").putObject("config");
            config.put("status_code", answer.status());
            if (answer.body().isEmpty()) {
                lost.add(Loss.of(route, "route.lost.emptyAnswer"));
            } else {
                config.put("content_type", answer.contentType()).put("body", answer.body());
            }
        }
        limits(route, plugins);
        RoutePolicies.Cache cache = route.spec().policies().cache();
        if (cache != null) {
            plugins.addObject()
                    .put("name", "proxy-cache")
                    .putObject("config")
                    .put("strategy", "memory")
                    .put("cache_control", true)
                    .put("cache_ttl", Math.max(1, cache.ttlMillis() / 1_000));
            if (!cache.invalidatedBy().isEmpty()) {
                lost.add(Loss.of(route, "route.lost.invalidation"));
            }
        }
    }

    /** The plugin stands once on a route and has one key; limits with another are told. */
    private void limits(Route route, ArrayNode plugins) {
        Map<String, RateLimit> kept = new LinkedHashMap<>();
        for (RateLimit limit : route.spec().policies().limits()) {
            String period = PERIODS.get(limit.periodMillis());
            boolean alike = kept.values().stream().allMatch(other -> other.per() == limit.per());
            if (period == null || !alike || kept.putIfAbsent(period, limit) != null) {
                lose(route, limit);
            }
        }
        List<RateLimit> all = List.copyOf(kept.values());
        kept.values().removeIf(limit -> {
            boolean never = all.stream().anyMatch(other -> isNeverReached(limit, other));
            if (never) {
                lose(route, limit);
            }
            return never;
        });
        if (kept.isEmpty()) {
            return;
        }
        ObjectNode config = plugins.addObject().put("name", "rate-limiting").putObject("config");
        config.put("policy", "local").put("limit_by", switch (all.getFirst().per()) {
            case IP -> "ip";
            case USER -> "consumer";
            case ROUTE -> "service";
        });
        lost.add(Loss.of(route, "route.lost.limitPerNode"));
        kept.forEach((period, limit) -> {
            config.put(period, limit.permits());
            if (limit.kind() != LimitKind.FIXED_WINDOW) {
                lost.add(Loss.of(route, "route.lost.limitKind", limit.permits(), Spans.text(limit.periodMillis())));
            }
        });
    }

    /** Kong refuses a file in which a longer period allows less ({@code kong/plugins/rate-limiting/schema.lua}). */
    private static boolean isNeverReached(RateLimit limit, RateLimit other) {
        return other.periodMillis() > limit.periodMillis() && other.permits() < limit.permits();
    }

    private void lose(Route route, RateLimit limit) {
        lost.add(Loss.of(route, "route.lost.limit", limit.permits(), Spans.text(limit.periodMillis())));
    }
}
