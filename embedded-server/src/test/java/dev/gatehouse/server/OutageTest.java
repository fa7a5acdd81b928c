package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.FleetClient;
import dev.gatehouse.server.fixture.KafkaFixture;
import dev.gatehouse.server.fixture.RedisFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose Redis and whose Kafka go away and come back. */
class OutageTest {

    /** The deadline of a request, which is three seconds, and a little for a loaded machine. */
    private static final Duration IN_TIME = Duration.ofMillis(3500);
    private static final String PASSWORD = "open sesame";

    @TempDir
    private Path folder;

    private KafkaFixture kafka;
    private RedisFixture redis;
    private GatehouseServer node;
    private Api admin;

    @BeforeEach
    void start() throws Exception {
        kafka = KafkaFixture.started(folder.resolve("kafka"));
        redis = RedisFixture.start();
        node = started();
        admin = TestNodes.admin(node);
        assertThat(admin.post("/api/v1/users", Map.of("username", "ann", "password", PASSWORD)).status())
                .isEqualTo(201);
        soon().until(() -> admin.get("/readyz").status() == 200);
    }

    private GatehouseServer started() throws ConfigException, StartException {
        return TestNodes.start(folder.resolve("node"), Map.of("node.id", "n1", "redis.uri", redis.uri(),
                "kafka.bootstrap", kafka.bootstrap()));
    }

    @AfterEach
    void stop() {
        node.close();
        redis.close();
        kafka.close();
    }

    private static Api.Answer inTime(Supplier<Api.Answer> call) {
        long startedNanos = System.nanoTime();
        Api.Answer answer = call.get();
        assertThat(Duration.ofNanos(System.nanoTime() - startedNanos)).as(answer.text()).isLessThan(IN_TIME);
        return answer;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(100));
    }

    private Api.Answer login() {
        return new Api(node.uri()).login("ann", PASSWORD);
    }

    private void assertReads() {
        assertThat(List.of("/api/v1/users", "/api/v1/routes", "/api/v1/audit", "/api/v1/me", "/api/v1/sessions",
                "/api/v1/nodes", "/healthz", "/readyz"))
                .allSatisfy(path -> {
                    Api.Answer answer = inTime(() -> admin.get(path));
                    assertThat(answer.status()).as(path + answer.text()).isEqualTo(200);
                });
    }

    private JsonNode health(String dependency) {
        for (JsonNode item : admin.get("/api/v1/health").json().get("dependencies")) {
            if (item.get("name").asText().equals(dependency)) {
                return item;
            }
        }
        throw new AssertionError("No dependency " + dependency);
    }

    private void assertHealth(String dependency, String state) {
        soon().untilAsserted(() -> {
            JsonNode found = health(dependency);
            assertThat(found.get("state").asText()).isEqualTo(state);
            assertThat(found.get("detail").asText()).contains(" ").doesNotContain("Exception");
        });
    }

    private void assertLoginIsRefusedInTime() {
        Api.Answer refused = inTime(this::login);
        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("live-state-unavailable");
        assertThat(refused.header("Retry-After")).isNotNull();
    }

    @Test
    void withoutRedisReadingGoesOnAndAllComesBackByItself() {
        Api ann = new Api(node.uri()).with(login().json().get("accessToken").asText());
        try (FleetClient client = FleetClient.online(node.uri(), ann.token())) {
            redis.kill();

            assertLoginIsRefusedInTime();
            assertReads();
            assertThat(inTime(() -> ann.get("/api/v1/me")).status()).isEqualTo(200);
            assertHealth("redis", "degraded");
            assertLoginIsRefusedInTime();
            client.send("{\"type\":\"heartbeat\"}");
            await().until(() -> client.first("pong") != null);
            assertThat(inTime(() -> admin.post("/api/v1/users", Map.of("username", "bob", "password", PASSWORD)))
                    .status()).isEqualTo(201);

            redis.restart();

            assertHealth("redis", "live");
            soon().untilAsserted(() -> assertThat(login().status()).isEqualTo(200));
            soon().untilAsserted(() -> assertThat(admin.get("/api/v1/sessions?fresh=true").json().get("items"))
                    .extracting(item -> item.get("sid").asText()).contains(client.sid()));
            assertThat(client.closeCode()).isNull();
        }
    }

    @Test
    void aKickWorksOnThisNodeWhileRedisIsAway() {
        Api ann = new Api(node.uri()).with(login().json().get("accessToken").asText());
        try (FleetClient client = FleetClient.online(node.uri(), ann.token())) {
            redis.kill();

            Api.Answer kicked = inTime(() -> admin.delete("/api/v1/sessions/" + client.sid()));

            assertThat(kicked.status()).as(kicked.text()).isEqualTo(200);
            await().untilAsserted(() -> assertThat(client.closeCode()).isEqualTo(4001));
            assertThat(ann.get("/api/v1/me").code()).isEqualTo("token-revoked");
        }
    }

    @Test
    void aLogoutHoldsAlthoughRedisWasAwayForIt() {
        JsonNode tokens = login().json();
        Api ann = new Api(node.uri()).with(tokens.get("accessToken").asText());
        redis.kill();

        assertThat(inTime(() -> ann.post("/api/v1/auth/logout", Map.of())).status()).isEqualTo(204);
        assertThat(ann.get("/api/v1/me").code()).isEqualTo("token-revoked");

        redis.restart();
        assertHealth("redis", "live");
        assertThat(ann.get("/api/v1/me").code()).isEqualTo("token-revoked");
        soon().untilAsserted(() -> assertThat(new Api(node.uri()).post("/api/v1/auth/refresh",
                Map.of("refreshToken", tokens.get("refreshToken").asText())).status()).isEqualTo(401));
    }

    @Test
    void aRedisThatTakesConnectionsAndSaysNothingHoldsNobodyUp() {
        redis.pause();
        try {
            assertLoginIsRefusedInTime();
            assertReads();
            assertHealth("redis", "degraded");
            assertLoginIsRefusedInTime();
        } finally {
            redis.resume();
        }
        assertHealth("redis", "live");
        soon().untilAsserted(() -> assertThat(login().status()).isEqualTo(200));
    }

    @Test
    void withoutKafkaReadingAndSigningInGoOnAndTheBookIsFilledInLater() {
        kafka.stop();

        Api.Answer refused = inTime(() -> admin.post("/api/v1/users", Map.of("username", "eve", "password", PASSWORD)));
        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("log-unavailable");
        assertThat(refused.header("Retry-After")).isNotNull();
        assertReads();
        assertHealth("kafka", "degraded");
        Api.Answer signedIn = inTime(this::login);
        assertThat(signedIn.status()).as(signedIn.text()).isEqualTo(200);
        soon().untilAsserted(() -> assertThat(health("kafka").get("queues").get("audit records to relay").asLong())
                .isPositive());

        kafka.start();

        assertHealth("kafka", "live");
        String session = "session/" + signedIn.json().get("sessionId").asText();
        soon().untilAsserted(() -> assertThat(admin.get("/api/v1/audit?resource=" + session).json().get("items"))
                .hasSize(1));
        soon().untilAsserted(() -> assertThat(
                admin.post("/api/v1/routes", Map.of("path", "/back", "upstreams", List.of("http://127.0.0.1:9")))
                        .status())
                .isEqualTo(201));
        assertThat(health("kafka").get("queues").get("audit records to relay").asLong()).isNotNegative();
    }

    @Test
    void anImportPausesWhileKafkaIsAwayAndGoesOnByItself() {
        int rows = 300;
        String csv = "username,password\n" + IntStream.range(0, rows).mapToObj(i -> "row-" + i + ",pass word " + i)
                .collect(Collectors.joining("\n"));
        String path = "/api/v1/jobs/" + admin.send("POST", "/api/v1/users/import", csv,
                Map.of("Content-Type", "text/csv")).json().get("jobId").asText();
        soon().until(() -> admin.get(path).json().get("done").asLong() > 0);

        kafka.stop();
        soon().untilAsserted(() -> assertThat(admin.get(path).json().get("state").asText()).isEqualTo("paused"));
        assertThat(admin.get(path).json().get("detail").asText()).startsWith("The log is away");
        assertThat(admin.get(path).json().get("done").asLong()).isLessThan(rows);
        kafka.start();

        soon().atMost(Duration.ofSeconds(60)).until(() -> admin.get(path).json().has("endedAt"));
        assertThat(admin.get(path).json().get("state").asText()).isEqualTo("done");
        assertThat(admin.get(path).json().get("failed").asLong()).isZero();
        assertThat(admin.get(path + "/outcome").text().lines().skip(1).toList()).isEqualTo(IntStream.range(0, rows)
                .mapToObj(i -> (i + 2) + ",row-" + i + ",created,").toList());
        assertThat(admin.get("/api/v1/users?q=row-").json().get("total").asLong()).isEqualTo(rows);
    }

    @Test
    void aNodeStartsWithNeitherAndSaysSo() throws Exception {
        node.close();
        redis.kill();
        kafka.stop();

        long startedNanos = System.nanoTime();
        node = started();
        assertThat(Duration.ofNanos(System.nanoTime() - startedNanos)).isLessThan(Duration.ofSeconds(8));

        admin = new Api(node.uri()).with(admin.token());
        assertReads();
        assertHealth("redis", "degraded");
        assertHealth("kafka", "degraded");
        assertThat(Objects.requireNonNull(admin.get("/readyz").json().get("status")).asText()).isEqualTo("degraded");
        assertLoginIsRefusedInTime();

        redis.restart();
        kafka.start();
        assertHealth("redis", "live");
        assertHealth("kafka", "live");
        soon().untilAsserted(() -> assertThat(login().status()).isEqualTo(200));
        soon().untilAsserted(() -> assertThat(
                admin.post("/api/v1/routes", Map.of("path", "/back", "upstreams", List.of("http://127.0.0.1:9")))
                        .status())
                .isEqualTo(201));
    }
}
