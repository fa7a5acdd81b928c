package dev.gatehouse.ui.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;

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
            return new Loss(route.spec().method() + " " + route.spec().host() + route.spec().path(),
                    Sentence.of(key, values));
        }
    }

    /** The file's text. */
    String text() {
        return RouteYaml.write(tree) + tail;
    }
}
