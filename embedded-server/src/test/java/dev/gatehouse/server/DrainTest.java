package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.FleetClient;
import dev.gatehouse.server.fixture.KafkaFixture;
import dev.gatehouse.server.fixture.RedisFixture;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes with clients on real sockets; the second sends them away. */
class DrainTest {

    private static final int CLIENTS = 30;
    private static final Duration DRAIN = Duration.ofSeconds(3);
    private static final String DRAIN_B = "/api/v1/nodes/b/drain";

    @TempDir
    private static Path folder;

    private static KafkaFixture kafka;
    private static RedisFixture redis;
    private static GatehouseServer nodeA;
    private static Api admin;

    private final List<FleetClient> clients = new ArrayList<>();
    private GatehouseServer nodeB;

    @BeforeAll
    static void startA() throws Exception {
        kafka = KafkaFixture.started(folder.resolve("kafka"));
        redis = RedisFixture.start();
        nodeA = node("a");
        admin = TestNodes.admin(nodeA);
    }

    @AfterAll
    static void stopA() {
        nodeA.close();
        redis.close();
        kafka.close();
    }

    private static GatehouseServer node(String id) throws ConfigException, StartException {
        return TestNodes.start(folder.resolve(id), Map.of("node.id", id, "redis.uri", redis.uri(), "kafka.bootstrap",
                kafka.bootstrap(), "ws.drain", DRAIN.toMillis() + "ms", "ws.max-per-user", "1000"));
    }

    @BeforeEach
    void startB() throws Exception {
        nodeB = node("b");
        soon().untilAsserted(() -> assertThat(atB().get("/api/v1/me").status()).isEqualTo(200));
        soon().untilAsserted(() -> {
            assertThat(nodesAsSeenBy(admin)).isEqualTo(List.of("a live", "b live"));
            assertThat(nodesAsSeenBy(atB())).isEqualTo(List.of("a live", "b live"));
        });
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(FleetClient.online(nodeB.uri(), admin.token()));
        }
        soon().untilAsserted(() -> assertThat(online("b")).isEqualTo(CLIENTS));
    }

    @AfterEach
    void stopB() {
        clients.forEach(FleetClient::close);
        nodeB.close();
    }

    private Api atB() {
        return new Api(nodeB.uri()).with(admin.token());
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20));
    }

    private static List<String> nodesAsSeenBy(Api api) {
        List<String> nodes = new ArrayList<>();
        api.get("/api/v1/nodes").json().get("items").forEach(node -> nodes.add(node.get("id").asText()
                + (node.get("live").asBoolean() ? " live" : "")
                + (node.get("draining").asBoolean() ? " draining" : "")));
        return nodes;
    }

    private static long online(String node) {
        return admin.get("/api/v1/sessions?limit=1&node=" + node).json().get("total").asLong();
    }

    private long gone() {
        return clients.stream().filter(client -> client.closeCode() != null).count();
    }

    @Test
    void aDrainedNodeMovesItsClientsEvenlyAndTakesNoneIn() {
        Api.Answer drained = admin.post(DRAIN_B, Map.of("reason", "new version"));
        long begin = System.nanoTime();

        assertThat(drained.status()).as(drained.text()).isEqualTo(200);
        assertThat(drained.json().get("draining").asBoolean()).isTrue();
        assertThat(drained.json().get("sessions").asInt()).isEqualTo(CLIENTS);
        assertThat(drained.json().get("enforcement").get("state").asText()).isEqualTo("enforced");
        assertThat(drained.json().get("receipt").get("topic").asText()).isNotEmpty();
        assertRefusedAtB();
        Api.Answer notReady = new Api(nodeB.uri()).get("/readyz");
        assertThat(notReady.status()).isEqualTo(503);
        assertThat(notReady.code()).isEqualTo("draining");
        soon().untilAsserted(() -> assertThat(nodesAsSeenBy(admin)).containsExactly("a live", "b live draining"));
        assertThat(new Api(nodeA.uri()).get("/readyz").status()).isEqualTo(200);
        soon().until(() -> gone() > 0);
        assertThat(gone()).as("the first are gone").isLessThan(CLIENTS / 2);
        await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10)).until(() -> gone() == CLIENTS);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(DRAIN.dividedBy(2), DRAIN.plusSeconds(2));

        for (FleetClient client : List.copyOf(clients)) {
            JsonNode bye = Objects.requireNonNull(client.first("bye"));
            assertThat(client.closeCode()).isEqualTo(4013);
            assertThat(bye.get("reason").asText()).isEqualTo("new version");
            assertThat(bye.get("by").asText()).isEqualTo(TestNodes.ADMIN);
            assertThat(bye.get("node").asText()).isEqualTo("a");
            clients.add(FleetClient.online(URI.create(bye.get("url").asText()), admin.token()));
        }
        soon().untilAsserted(() -> assertThat(online("a")).isEqualTo(CLIENTS));
        assertThat(online("b")).isZero();
        assertThat(admin.get("/api/v1/nodes/ring?session=any").json().get("nodes")).extracting(JsonNode::asText)
                .containsExactly("a");

        assertThat(atB().post(DRAIN_B, Map.of()).json().get("draining").asBoolean()).as("again").isTrue();
        Api.Answer ended = admin.delete(DRAIN_B);
        assertThat(ended.json().get("draining").asBoolean()).isFalse();
        clients.add(FleetClient.online(nodeB.uri(), admin.token()));
        assertThat(new Api(nodeB.uri()).get("/readyz").status()).isEqualTo(200);
        soon().untilAsserted(() -> assertThat(nodesAsSeenBy(admin)).containsExactly("a live", "b live"));
        soon().untilAsserted(() -> assertThat(recorded("node.drain")).contains("new version"));
        soon().untilAsserted(() -> assertThat(recorded("node.admit")).hasSize(1));
    }

    private static List<String> recorded(String action) {
        List<String> reasons = new ArrayList<>();
        admin.get("/api/v1/audit?action=" + action).json().get("items")
                .forEach(item -> reasons.add(item.get("event").get("data").path("reason").asText()));
        return reasons;
    }

    private void assertRefusedAtB() {
        assertThatThrownBy(() -> FleetClient.connected(nodeB.uri(), admin.token()))
                .hasCauseInstanceOf(WebSocketHandshakeException.class).satisfies(e -> {
                    if (e.getCause() instanceof WebSocketHandshakeException refused) {
                        assertThat(refused.getResponse().statusCode()).isEqualTo(503);
                    }
                });
    }

    @Test
    void aStoppingNodeSaysWhereToGo() {
        nodeB.close();

        soon().until(() -> gone() == CLIENTS);
        assertThat(clients).allSatisfy(client -> {
            assertThat(client.closeCode()).isEqualTo(1001);
            JsonNode bye = Objects.requireNonNull(client.first("bye"));
            assertThat(bye.get("node").asText()).isEqualTo("a");
            assertThat(bye.get("url").asText()).isEqualTo(nodeA.uri().toString());
        });
        soon().untilAsserted(() -> assertThat(online("b")).isZero());
    }

    @Test
    void aNodeThatDoesNotExistCannotBeDrained() {
        Api.Answer unknown = admin.post("/api/v1/nodes/nobody/drain", Map.of());

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().get("detail").asText()).isEqualTo("There is no node nobody.");
    }

    @Test
    void onlyAdministratorsDrain() {
        assertThat(admin.post("/api/v1/users", Map.of("username", "oli", "password", TestNodes.PASSWORD, "roles",
                List.of("operator"))).status()).isEqualTo(201);
        Api operator = new Api(nodeA.uri()).signedIn("oli", TestNodes.PASSWORD);

        assertThat(operator.post(DRAIN_B, Map.of()).status()).isEqualTo(403);
        assertThat(operator.delete(DRAIN_B).status()).isEqualTo(403);
        assertThat(operator.get("/api/v1/nodes/ring?session=s1").status()).isEqualTo(200);
    }
}
