package dev.gatehouse.ui.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.ui.text.Sentence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Routes as another gateway's declarative configuration.
 *
 * @param tree what its file holds
 * @param tail what stands behind it
 * @param lost what it cannot say, or says otherwise
 */
record RoutePorting(ObjectNode tree, String tail, List<Loss> lost) {

    RoutePorting {
        lost = List.copyOf(lost);
    }

    /** Something about one route that the other gateway does not do the same way. */
    record Loss(String route, Sentence what) {

        static Loss of(Route route, String key, Object... values) {
            return new Loss(RouteName.of(route.spec()), Sentence.of(key, values));
        }

        /**
         * What is lost of a route's parts that a file has no word for.
         *
         * @param expressed those that it has
         */
        static List<Loss> ofPolicies(Route route, Set<String> expressed) {
            RouteSpec spec = route.spec();
            RoutePolicies policies = spec.policies();
            Map<String, Boolean> there = new LinkedHashMap<>();
            there.put("route.lost.encodedPath", spec.path().contains("%"));
            there.put("route.lost.permission", spec.permission() != RoutePermission.PUBLIC);
            there.put("route.lost.backoff", policies.retry() != null);
            there.put("route.lost.breaker", policies.breaker() != null);
            there.put("route.lost.bulkhead", policies.bulkhead() != null);
            there.put("route.lost.cache", policies.cache() != null);
            there.put("route.lost.fallback", policies.fallback() != null);
            there.put("route.lost.comment", spec.comment() != null);
            return there.entrySet()
                    .stream()
                    .filter(part -> part.getValue() && !expressed.contains(part.getKey()))
                    .map(part -> of(route, part.getKey()))
                    .toList();
        }
    }

    /** The file's text. */
    String text() {
        return RouteYaml.write(tree) + tail;
    }
}
