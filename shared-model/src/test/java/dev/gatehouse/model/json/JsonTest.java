package dev.gatehouse.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.gatehouse.model.api.LoginExchange;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Receipt RECEIPT = new Receipt("gatehouse.changes", 0, 17);

    @Test
    void userFieldsStandBesideTheReceiptAndComeBack() throws Exception {
        User user = new User("01J", "alice", null, null, Set.of(Role.OPERATOR), UserState.ACTIVE, null, null, NOON,
                NOON, 3);
        UsersExchange.Changed changed = new UsersExchange.Changed(user, RECEIPT);

        JsonNode json = Json.LENIENT.valueToTree(changed);

        assertThat(json.get("username").asText()).isEqualTo("alice");
        assertThat(json.get("roles").get(0).asText()).isEqualTo("operator");
        assertThat(json.get("createdAt").asText()).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(json.has("ban")).isFalse();
        assertThat(json.get("receipt").get("offset").asLong()).isEqualTo(17);
        assertThat(Json.LENIENT.treeToValue(json, UsersExchange.Changed.class)).isEqualTo(changed);
    }

    @Test
    void routeFieldsStandBesideItsIdAndComeBack() throws Exception {
        RouteSpec spec = new RouteSpec("GET", "*", "/orders/:id", RoutePermission.PUBLIC, Set.of(),
                List.of("http://127.0.0.1:9000"), new StaticAnswer(200, "text/plain", "hi"), true, "orders",
                RoutePolicies.NONE);
        Route route = new Route("01R", spec, NOON, NOON, "alice", 1);
        RoutesExchange.Changed changed = new RoutesExchange.Changed(route, List.of(), RECEIPT);

        JsonNode json = Json.LENIENT.valueToTree(changed);

        assertThat(json.get("path").asText()).isEqualTo("/orders/:id");
        assertThat(json.get("permission").asText()).isEqualTo("public");
        assertThat(Json.LENIENT.treeToValue(json, RoutesExchange.Changed.class)).isEqualTo(changed);
        assertThat(Json.LENIENT.treeToValue(Json.LENIENT.valueToTree(route), Route.class)).isEqualTo(route);
    }

    @Test
    void framesBearTheirType() throws Exception {
        assertThat(Json.LENIENT.writeValueAsString(new ServerFrame.Pong())).isEqualTo("{\"type\":\"pong\"}");
        assertThat(Json.STRICT.readValue("{\"type\":\"join\",\"room\":\"lobby\"}", ClientFrame.class))
                .isEqualTo(new ClientFrame.Join("lobby"));
    }

    @Test
    void kindIsReadWithoutRegardToCase() throws Exception {
        LoginExchange.Request request = Json.STRICT.readValue(
                "{\"username\":\"a\",\"password\":\"b\",\"kind\":\"app\"}", LoginExchange.Request.class);

        assertThat(request.kind()).isEqualTo(ClientKind.APP);
        assertThat(request.toString()).doesNotContain("password=b");
    }

    @Test
    void unknownFieldOfARequestIsAFault() {
        assertThatThrownBy(() -> Json.STRICT.readValue("{\"user\":\"a\"}", LoginExchange.Request.class))
                .isInstanceOf(UnrecognizedPropertyException.class);
    }
}
