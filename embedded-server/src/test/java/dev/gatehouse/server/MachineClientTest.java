package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.client.MachineCall;
import dev.gatehouse.client.MachineClient;
import dev.gatehouse.client.MachineIdentity;
import dev.gatehouse.client.NodeProblem;
import dev.gatehouse.example.MachineExample;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.fixture.SettableClock;
import dev.gatehouse.server.fixture.TestMachine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client for machines, against a real node. */
class MachineClientTest {

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        http.shutdownNow();
    }

    private MachineClient client(GatehouseServer node, TestMachine machine) {
        return new MachineClient(node.uri(), MachineIdentity.of(machine.id(), machine.keys().getPrivate()), http,
                clock);
    }

    @Test
    void clientHandshakesSignsAndComesBackWhenItsSessionIsOver() throws Exception {
        try (GatehouseServer node = GatehouseServer.start(TestNodes.config(folder, Map.of()), clock)) {
            MachineClient client = client(node, TestMachine.registered(TestNodes.admin(node), "billing", "operator"));

            assertThat(client.get("/api/v1/me", JsonNode.class).path("username").asText())
                    .isEqualTo("machine/billing");
            assertThat(client.get("/api/v1/users?q=r%C3%B6%20x&limit=2", JsonNode.class).path("total").asInt())
                    .isZero();
            JsonNode made = client.call(MachineCall.post("/api/v1/users", Map.of("username", "ann", "password",
                    "open sesame")), JsonNode.class);
            assertThat(client.call(new MachineCall("PATCH", "/api/v1/users/" + made.path("id").asText(),
                    Map.of("displayName", "Ännchen"), 1L), JsonNode.class).path("version").asInt()).isEqualTo(2);
            clock.move(Duration.ofHours(2));
            assertThat(client.get("/api/v1/me", JsonNode.class).path("username").asText())
                    .isEqualTo("machine/billing");
            assertThatThrownBy(() -> client.get("/api/v1/users/nobody", JsonNode.class))
                    .isInstanceOfSatisfying(NodeProblem.class,
                            problem -> assertThat(problem.is(ErrorCode.NOT_FOUND)).isTrue());
        }
    }

    @Test
    void exampleInTheDocumentsRuns() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder, Map.of())) {
            TestMachine machine = TestMachine.registered(TestNodes.admin(node), "example", "viewer");
            Path key = Files.writeString(folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(machine.keys().getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----\n");
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            PrintStream before = System.out;
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            try {
                MachineExample.main(new String[]{node.uri().toString(), machine.id(), key.toString()});
            } finally {
                System.setOut(before);
            }

            assertThat(said.toString(StandardCharsets.UTF_8)).contains("users: 1");
        }
    }

    @Test
    void clientRotatesItsKeyWhenTheNodeSaysSo() throws Exception {
        try (GatehouseServer node = GatehouseServer.start(TestNodes.config(folder, Map.of()), clock)) {
            MachineClient client = client(node, TestMachine.registered(TestNodes.admin(node), "billing", "viewer"));
            client.get("/api/v1/me", JsonNode.class);
            clock.move(Duration.ofDays(8));
            assertThatThrownBy(() -> client.get("/api/v1/me", JsonNode.class))
                    .isInstanceOfSatisfying(NodeProblem.class,
                            problem -> assertThat(problem.is(ErrorCode.ROTATE_KEY)).isTrue());
            KeyPair next = TestMachine.newKeys();

            assertThat(client.rotate(next).machine().version()).isEqualTo(2);

            assertThat(client.get("/api/v1/me", JsonNode.class).path("username").asText())
                    .isEqualTo("machine/billing");
        }
    }

    @Test
    void withoutRedisNoSignedCallIsTakenAndAllComesBackByItself() throws Exception {
        try (RedisFixture redis = RedisFixture.start();
                GatehouseServer node = GatehouseServer
                        .start(TestNodes.config(folder, Map.of("redis.uri", redis.uri())), clock)) {
            TestMachine machine = TestMachine.registered(TestNodes.admin(node), "billing", "viewer");
            MachineClient client = client(node, machine);
            client.get("/api/v1/me", JsonNode.class);
            Api api = new Api(node.uri());
            TestMachine.Call early = TestMachine.call(machine.session(api), "GET", "/api/v1/me", null,
                    clock.instant());
            assertThat(early.sendTo(api).status()).isEqualTo(200);

            redis.kill();
            await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> assertThatThrownBy(
                    () -> client.get("/api/v1/me", JsonNode.class)).isInstanceOfSatisfying(NodeProblem.class,
                            problem -> assertThat(problem.is(ErrorCode.LIVE_STATE_UNAVAILABLE)).isTrue()));
            redis.restart();

            await().atMost(Duration.ofSeconds(15)).ignoreExceptions().untilAsserted(() -> assertThat(
                    client.get("/api/v1/me", JsonNode.class).path("username").asText())
                    .isEqualTo("machine/billing"));
            assertThat(early.sendTo(api).status()).as("a replay after Redis has forgotten all").isEqualTo(401);
        }
    }
}
