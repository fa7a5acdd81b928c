package dev.gatehouse.server.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.intent.IntentKind;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.intent.IntentNoun;
import dev.gatehouse.server.log.Change;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes of routes that wait. */
public final class RouteIntents implements IntentNoun {

    private final RouteStore routes;

    public RouteIntents(RouteStore routes) {
        this.routes = routes;
    }

    @Override
    public Set<IntentKind> kinds() {
        return Set.of(IntentKind.ROUTE_CREATE, IntentKind.ROUTE_REPLACE, IntentKind.ROUTE_DELETE);
    }

    @Override
    public Change change(Wish wish, Principal who) {
        return switch (wish.kind()) {
            case ROUTE_CREATE -> new Change.CreateRoute(wish.target(), spec(wish));
            case ROUTE_REPLACE -> new Change.ReplaceRoute(wish.target(), spec(wish));
            case ROUTE_DELETE -> new Change.DeleteRoute(wish.target());
            case USER_CREATE, USER_UPDATE, USER_UNBAN, USER_BAN, USER_LOGOUT, USER_DELETE ->
                throw new IllegalArgumentException(wish.kind() + " is not about a route");
        };
    }

    @Override
    public @Nullable JsonNode current(String target) {
        Route route = routes.find(target);
        return route == null ? null : Json.LENIENT.valueToTree(route);
    }

    @Override
    public String title(Wish wish) {
        Route route = routes.find(wish.target());
        JsonNode body = wish.body();
        return route != null ? route.spec().path() : body == null ? wish.target() : body.path("path").asText();
    }

    @Override
    public @Nullable JsonNode withoutSecrets(@Nullable JsonNode body) {
        return body;
    }

    private static RouteSpec spec(Wish wish) {
        try {
            JsonNode body = wish.body();
            return RouteRules.checked(Json.STRICT.treeToValue(
                    body == null ? Json.STRICT.createObjectNode() : body, RoutesExchange.Draft.class));
        } catch (JsonProcessingException e) {
            throw RequestFailure.invalid("body", "is not what " + wish.kind().code() + " takes: "
                    + e.getOriginalMessage());
        }
    }
}
