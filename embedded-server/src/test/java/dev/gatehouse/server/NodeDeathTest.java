package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.FleetClient;
import dev.gatehouse.server.fixture.RedisFixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node in a process of its own that is killed as {@code kill -9} kills, and two that go on. */
class NodeDeathTest {

    private static final int HEARTBEAT_SECONDS = 4;
    private static final int CLIENTS = 5;

    @TempDir
    private Path folder;

    private final List<FleetClient> clients = new ArrayList<>();
    private RedisFixture redis;
    private GatehouseServer nodeA;
    private GatehouseServer nodeB;
    private Api onA;
    private Api onB;

    /** Runs a node until it is killed; says where it answers and what its administrator's token is. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            GatehouseServer node = node(Path.of(arguments[0]), "c", arguments[1]);
            System.out.println("up " + node.uri() + " " + TestNodes.admin(node).token());
            Thread.currentThread().join();
        }
    }

    private static GatehouseServer node(Path data, String id, String redisUri) throws ConfigException, StartException {
        return TestNodes.start(data, Map.of("node.id", id, "redis.uri", redisUri, "ws.heartbeat",
                HEARTBEAT_SECONDS + "s", "ws.max-per-user", "1000"));
    }

    @BeforeEach
    void start() throws Exception {
        redis = RedisFixture.start();
        nodeA = node(folder.resolve("a"), "a", redis.uri());
        nodeB = node(folder.resolve("b"), "b", redis.uri());
        onA = TestNodes.admin(nodeA);
        onB = TestNodes.admin(nodeB);
    }

    @AfterEach
    void stop() {
        clients.forEach(FleetClient::close);
        nodeA.close();
        nodeB.close();
        redis.close();
    }

    private static ConditionFactory within(Duration most) {
        return await().atMost(most).pollInterval(Duration.ofMillis(100));
    }

    @Test
    void sessionsOfAKilledNodeAreOverWithinThreeHeartbeatsAndRememberedOnce() throws Exception {
        Instant connected;
        Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), Victim.class.getName(), folder.resolve("c").toString(),
                redis.uri()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out = victim.inputReader(StandardCharsets.UTF_8)) {
            String[] up = said(out).split(" ", -1);
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(FleetClient.online(URI.create(up[1]), up[2]));
            }
            within(Duration.ofSeconds(10)).untilAsserted(() -> {
                assertThat(sessions(onA)).hasSize(CLIENTS);
                assertThat(sessions(onB)).hasSize(CLIENTS);
            });
            connected = Instant.now();
        } finally {
            victim.destroyForcibly();
        }

        within(Duration.ofSeconds(3L * HEARTBEAT_SECONDS)).untilAsserted(() -> assertThat(sessions(onA))
                .allSatisfy(session -> assertThat(session.get("stale").asBoolean()).isTrue()));
        Duration left = Duration.between(Instant.now(), connected.plusSeconds(3L * HEARTBEAT_SECONDS + 1));
        within(left).untilAsserted(() -> assertThat(List.of(onA, onB)).allSatisfy(
                api -> assertThat(sessions(api)).isEmpty()));

        assertThat(List.of(onA, onB)).allSatisfy(api -> within(Duration.ofSeconds(3)).untilAsserted(() -> {
            JsonNode ended = api.get("/api/v1/sessions/ended").json();
            assertThat(ended.get("total").asInt()).isEqualTo(CLIENTS);
            assertThat(ended.get("items")).allSatisfy(item -> {
                assertThat(item.get("reason").asText()).isEqualTo("node c died");
                assertThat(item.get("by").asText()).isEqualTo("system");
            });
            JsonNode ghosts = api.get("/api/v1/sessions/ghosts").json();
            assertThat(ghosts.get("total").asInt()).isEqualTo(CLIENTS);
            assertThat(ghosts.get("items").get(0).get("reason").asText()).startsWith("Node c died: its last beat was");
        }));
        assertThat(redis.ask("EXISTS gh:node:c:sessions")).startsWith(":0");
        within(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(deaths(onA) + deaths(onB)).isOne());
    }

    private static List<JsonNode> sessions(Api api) {
        List<JsonNode> found = new ArrayList<>();
        api.get("/api/v1/sessions?node=c").json().get("items").forEach(found::add);
        return found;
    }

    private static int deaths(Api api) {
        return api.get("/api/v1/audit?action=node.death").json().get("items").size();
    }

    private static String said(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("up ")) {
                return line;
            }
        }
        throw new IllegalStateException("The node did not come up");
    }
}
