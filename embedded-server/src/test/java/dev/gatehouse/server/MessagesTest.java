package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.FleetClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages and rooms over REST, on a real node with real WebSockets. */
class MessagesTest {

    private static final String PASSWORD = "open sesame";

    @TempDir
    private Path folder;

    private GatehouseServer server;
    private Api admin;

    @BeforeEach
    void start() throws Exception {
        server = TestNodes.start(folder, Map.of("node.id", "n1", "ws.max-frame-bytes", "2048"));
        admin = TestNodes.admin(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void operatorSpeaksToARoomAndSeesHowFarItCame() {
        try (FleetClient ann = client("ann"); FleetClient bob = client("bob")) {
            ann.send("{\"type\":\"join\",\"room\":\"the lobby\"}");
            bob.send("{\"type\":\"join\",\"room\":\"the lobby\"}");
            await().until(() -> admin.get("/api/v1/rooms").json().path("items").path(0).path("members").asInt() == 2);

            JsonNode preview = admin.post("/api/v1/messages/preview", Map.of("to", Map.of("room", "the lobby"))).json();
            assertThat(preview.path("sockets").asInt()).isEqualTo(2);
            JsonNode sent = admin.post("/api/v1/messages",
                    Map.of("to", Map.of("room", "the lobby"), "content", Map.of("text", "hello"), "qos",
                            "at-least-once"))
                    .json();

            assertThat(sent.path("accepted").asInt()).as(sent.toString()).isEqualTo(2);
            assertThat(sent.path("delivered").asInt()).isEqualTo(2);
            assertThat(sent.path("receipt").path("topic").asText()).isNotEmpty();
            await().until(() -> ann.first("message") != null && bob.first("message") != null);
            JsonNode message = Objects.requireNonNull(ann.first("message"));
            assertThat(message.path("content").path("text").asText()).isEqualTo("hello");
            assertThat(message.path("fromName").asText()).isEqualTo(TestNodes.ADMIN);
            String msgId = sent.path("msgId").asText();
            ann.send("{\"type\":\"ack\",\"msgId\":\"" + msgId + "\",\"state\":\"read\"}");
            await().until(() -> admin.get("/api/v1/messages/" + msgId).json().path("read").asInt() == 1);
            assertThat(admin.get("/api/v1/messages").json().path("total").asInt()).isEqualTo(1);

            JsonNode history = admin.get("/api/v1/rooms/the%20lobby/history?limit=1").json();
            assertThat(history.path("items").path(0).path("msgId").asText()).isEqualTo(msgId);
            JsonNode members = admin.get("/api/v1/rooms/the%20lobby/members").json();
            assertThat(members.path("items").findValuesAsText("username")).containsExactly("ann", "bob");
            await().until(() -> admin.get("/api/v1/audit?action=message.send").json().path("total").asInt() == 1);
        }
    }

    @Test
    void clientsSpeakToEachOther() {
        try (FleetClient ann = client("ann"); FleetClient bob = client("bob")) {
            ann.send("{\"type\":\"send\",\"id\":\"m1\",\"to\":\"BOB\",\"content\":1,\"qos\":\"at-least-once\"}");
            await().until(() -> bob.first("message") != null);
            String msgId = Objects.requireNonNull(bob.first("message")).path("msgId").asText();
            bob.send("{\"type\":\"ack\",\"msgId\":\"" + msgId + "\",\"state\":\"delivered\"}");
            ann.send("{\"type\":\"send\",\"id\":\"m2\",\"to\":\"nobody\",\"content\":1}");
            await().until(() -> ann.first("error") != null);
            assertThat(Objects.requireNonNull(ann.first("error")).path("code").asText()).isEqualTo("not-found");
            assertThat(Objects.requireNonNull(ann.first("error")).path("id").asText()).isEqualTo("m2");
            ann.send("{\"type\":\"send\",\"id\":\"m3\",\"to\":{\"all\":true},\"content\":1}");
        }
    }

    @Test
    void whatMakesNoSenseIsRefusedInWords() {
        for (List<Object> wrong : List.<List<Object>>of(
                List.of(422, "to", Map.of("to", Map.of("all", true, "room", "x"), "content", 1)),
                List.of(422, "content", Map.of("to", Map.of("all", true))),
                List.of(422, "content", Map.of("to", Map.of("all", true), "content", "x".repeat(3000))),
                List.of(422, "qos", Map.of("to", Map.of("all", true), "content", 1, "qos", "exactly-once")),
                List.of(404, "to.user", Map.of("to", Map.of("user", "nobody"), "content", 1)))) {
            Api.Answer answer = admin.post("/api/v1/messages", wrong.get(2));
            assertThat(answer.status()).as(answer.text()).isEqualTo(wrong.get(0));
            assertThat(answer.json().path("errors").path(0).path("field").asText()).as(answer.text())
                    .isEqualTo(wrong.get(1));
        }
        assertThat(admin.get("/api/v1/messages/x").status()).isEqualTo(404);
        assertThat(admin.get("/api/v1/rooms/lobby/history?before=now").status()).isEqualTo(422);
    }

    @Test
    void viewersReadAndClientsDoNot() {
        user("vera", List.of("viewer"));
        Api viewer = new Api(server.uri()).signedIn("vera", PASSWORD);
        assertThat(viewer.get("/api/v1/messages").status()).isEqualTo(200);
        assertThat(viewer.get("/api/v1/rooms").status()).isEqualTo(200);
        assertThat(viewer.post("/api/v1/messages", Map.of("to", Map.of("all", true), "content", 1)).status())
                .isEqualTo(403);
        user("carl", List.of());
        assertThat(new Api(server.uri()).signedIn("carl", PASSWORD).get("/api/v1/rooms").status()).isEqualTo(403);
    }

    private void user(String name, List<String> roles) {
        Api.Answer answer = admin.post("/api/v1/users",
                Map.of("username", name, "password", PASSWORD, "roles", roles));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private FleetClient client(String name) {
        user(name, List.of());
        return FleetClient.online(server.uri(), new Api(server.uri()).signedIn(name, PASSWORD).token());
    }
}
