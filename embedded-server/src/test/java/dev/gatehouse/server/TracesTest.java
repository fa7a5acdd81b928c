package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.FleetClient;
import dev.gatehouse.server.fixture.KafkaFixture;
import dev.gatehouse.server.fixture.RedisFixture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One call seen on two nodes that share one Redis and one Kafka, all real, and by a collector. */
class TracesTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private static final List<JsonNode> COLLECTED = new CopyOnWriteArrayList<>();

    private static KafkaFixture kafka;
    private static RedisFixture redis;
    private static HttpServer collector;
    private static GatehouseServer nodeA;
    private static GatehouseServer nodeB;
    private static Api adminA;
    private static Api adminB;

    @BeforeAll
    static void start() throws Exception {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            COLLECTED.add(Json.LENIENT.readTree(exchange.getRequestBody().readAllBytes()));
            byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        collector.start();
        kafka = KafkaFixture.started(folder.resolve("kafka"));
        redis = RedisFixture.start();
        nodeA = node("a");
        nodeB = node("b");
        adminA = TestNodes.admin(nodeA);
        adminB = new Api(nodeB.uri()).with(adminA.token());
        await().atMost(LONG).untilAsserted(() -> assertThat(adminB.get("/api/v1/me").status()).isEqualTo(200));
    }

    private static GatehouseServer node(String id) throws ConfigException, StartException {
        return TestNodes.start(folder.resolve(id), Map.of("node.id", id, "redis.uri", redis.uri(), "kafka.bootstrap",
                kafka.bootstrap(), "audit.mask.viewer", "data.actor.ip,data.after", "trace.otlp",
                "http://127.0.0.1:" + collector.getAddress().getPort()));
    }

    @AfterAll
    static void stop() {
        nodeB.close();
        nodeA.close();
        redis.close();
        kafka.close();
        collector.stop(0);
    }

    private static JsonNode trace(String id) {
        return adminB.get("/api/v1/traces/" + id).json();
    }

    private static Set<String> names(JsonNode trace) {
        Set<String> names = new HashSet<>();
        trace.path("spans").forEach(span -> names.add(span.get("name").asText() + " @" + span.get("node").asText()));
        return names;
    }

    @Test
    void oneChangeIsFollowedThroughLogAndReplicasOfAllNodesWithItsAuditRecord() {
        Api.Answer made = adminA.send("POST", "/api/v1/users",
                Api.json(Map.of("username", "traced", "password", "open sesame")),
                Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        assertThat(made.status()).isEqualTo(201);
        String id = String.valueOf(made.header("X-Trace-ID"));
        assertThat(id).isEqualTo("0af7651916cd43dd8448eb211c80319c");

        await().atMost(LONG).untilAsserted(() -> {
            JsonNode trace = trace(id);
            assertThat(names(trace)).contains("POST /api/v1/users @a", "change CreateUser @a",
                    "append to gatehouse.changes @a", "apply CreateUser @a", "apply CreateUser @b");
            assertThat(trace.get("records")).isNotEmpty();
            assertThat(trace.get("missing")).isEmpty();
        });
        JsonNode root = trace(id).get("spans").get(0);
        assertThat(root.get("parentId").asText()).isEqualTo("b7ad6b7169203331");
        assertThat(root.get("attributes").get("http.response.status_code").asText()).isEqualTo("201");
        assertThat(adminB.get("/api/v1/traces?q=POST%20/api/v1/users").json().get("items"))
                .anySatisfy(item -> assertThat(item.get("traceId").asText()).isEqualTo(id));
        await().atMost(LONG).untilAsserted(() -> assertThat(adminB.get("/api/v1/traces?limit=100").json().get("items"))
                .anySatisfy(item -> {
                    assertThat(item.get("traceId").asText()).isEqualTo(id);
                    assertThat(item.get("nodes")).hasSize(2);
                }));
    }

    @Test
    void recordsOfATraceAreMaskedAndWhoLooksAtThemIsInTheBook() {
        Api.Answer made = adminA.post("/api/v1/users", Map.of("username", "vera", "password", TestNodes.PASSWORD,
                "roles", List.of("viewer")));
        String path = "/api/v1/traces/" + made.header("X-Trace-ID");
        Api vera = new Api(nodeA.uri()).signedIn("vera", TestNodes.PASSWORD);
        await().atMost(LONG).untilAsserted(() -> {
            JsonNode data = vera.get(path).json().at("/records/0/event/data");
            assertThat(data.at("/actor/ip").asText()).isEqualTo("***");
            assertThat(data.at("/after").asText()).isEqualTo("***");
        });
        assertThat(adminA.get(path).json().at("/records/0/event/data/after/username").asText()).isEqualTo("vera");
        await().atMost(LONG).untilAsserted(() -> assertThat(adminA.get("/api/v1/audit?action=audit.read&actor=vera")
                .json().at("/items/0/event/data/after/read").asText()).isEqualTo(path));
    }

    @Test
    void callsToRedisAreNamedByCommandAndByTheStoreThatAsked() {
        Api.Answer login = adminA.login(TestNodes.ADMIN, TestNodes.PASSWORD);

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(trace(String.valueOf(login.header("X-Trace-ID"))).get("spans"))
                        .anySatisfy(span -> {
                            assertThat(span.get("name").asText()).startsWith("redis");
                            assertThat(span.get("attributes").get("store").asText()).startsWith("Redis");
                            assertThat(span.get("kind").asText()).isEqualTo("client");
                        }));
    }

    @Test
    void messageOfAClientIsFollowedOverTheBusToTheOtherNode() {
        try (FleetClient ann = FleetClient.online(nodeA.uri(), adminA.token());
                FleetClient bob = FleetClient.online(nodeB.uri(), adminA.token())) {
            bob.send("{\"type\":\"join\",\"room\":\"harbour\"}");
            await().atMost(LONG).untilAsserted(() -> {
                ann.send("{\"type\":\"publish\",\"id\":\"" + System.nanoTime()
                        + "\",\"room\":\"harbour\",\"content\":\"ahoy\",\"qos\":\"at-least-once\"}");
                JsonNode listed = adminA.get("/api/v1/traces?q=ws%20publish").json().get("items");
                assertThat(listed).anySatisfy(item -> assertThat(names(trace(item.get("traceId").asText())))
                        .anySatisfy(name -> assertThat(name).endsWith("@a"))
                        .anySatisfy(name -> assertThat(name).endsWith("@b")));
            });
        }
    }

    @Test
    void collectorIsSentWhatIsKept() {
        String id = adminA.post("/api/v1/users", Map.of("username", "exported", "password", "open sesame"))
                .header("X-Trace-ID");

        await().atMost(LONG).untilAsserted(() -> assertThat(COLLECTED).anySatisfy(request -> {
            JsonNode resource = request.get("resourceSpans").get(0);
            assertThat(resource.get("resource").get("attributes").get(0).get("value").get("stringValue").asText())
                    .isEqualTo("gatehouse");
            assertThat(resource.get("scopeSpans").get(0).get("spans")).anySatisfy(span -> {
                assertThat(span.get("traceId").asText()).isEqualTo(id);
                assertThat(span.get("name").asText()).isEqualTo("POST /api/v1/users");
                assertThat(span.get("kind").asInt()).isEqualTo(2);
                assertThat(span.get("startTimeUnixNano").asText()).hasSize(19);
            });
        }));
    }

    @Test
    void unknownTraceIsNotFoundAndBadIdIsRefused() {
        assertThat(adminA.get("/api/v1/traces/" + "7".repeat(32)).status()).isEqualTo(404);
        assertThat(adminA.get("/api/v1/traces/xyz").code()).isEqualTo("invalid");
        assertThat(adminA.get("/api/v1/traces?order=oldest").code()).isEqualTo("invalid");
    }
}
