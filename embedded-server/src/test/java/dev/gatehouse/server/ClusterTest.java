package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.Browser;
import dev.gatehouse.server.fixture.FleetClient;
import dev.gatehouse.server.fixture.KafkaFixture;
import dev.gatehouse.server.fixture.RedisFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that share one Redis and one Kafka, both real. */
class ClusterTest {

    private static final String PASSWORD = "open sesame";
    private static final int ROUNDS = 200;

    @TempDir
    private static Path folder;

    private static KafkaFixture kafka;
    private static RedisFixture redis;
    private static GatehouseServer nodeA;
    private static GatehouseServer nodeB;
    private static Api adminA;
    private static Api adminB;

    @BeforeAll
    static void start() throws Exception {
        kafka = KafkaFixture.started(folder.resolve("kafka"));
        redis = RedisFixture.start();
        nodeA = node("a");
        nodeB = node("b");
        adminA = TestNodes.admin(nodeA);
        adminB = new Api(nodeB.uri()).with(adminA.token());
        await().untilAsserted(() -> assertThat(adminB.get("/api/v1/me").status()).isEqualTo(200));
    }

    private static GatehouseServer node(String id) throws ConfigException, StartException {
        return TestNodes.start(folder.resolve(id), Map.of("node.id", id, "redis.uri", redis.uri(), "kafka.bootstrap",
                kafka.bootstrap()));
    }

    @AfterAll
    static void stop() {
        nodeB.close();
        nodeA.close();
        redis.close();
        kafka.close();
    }

    /** Creates a user on A and waits until B knows it too; returns the id. */
    private static String created(String username) {
        Api.Answer answer = adminA.post("/api/v1/users", Map.of("username", username, "password", PASSWORD));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        String id = answer.json().get("id").asText();
        await().untilAsserted(() -> assertThat(adminB.get("/api/v1/users/" + id).status()).isEqualTo(200));
        return id;
    }

    /** Signs in at A. */
    private static Api signedInAtA(String username) {
        return new Api(nodeA.uri()).signedIn(username, PASSWORD);
    }

    private static Api atB(Api signedIn) {
        return new Api(nodeB.uri()).with(signedIn.token());
    }

    @Test
    void ofTwoEditsAtTheSameMomentOneWinsAndBothReplicasAgree() throws Exception {
        String path = "/api/v1/users/" + created("contested");
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            for (int round = 1; round <= ROUNDS; round++) {
                long version = round;
                CyclicBarrier together = new CyclicBarrier(2);
                Future<Api.Answer> fromA = both.submit(() -> edited(adminA, path, "A" + version, version, together));
                Future<Api.Answer> fromB = both.submit(() -> edited(adminB, path, "B" + version, version, together));
                List<Api.Answer> answers = List.of(fromA.get(), fromB.get());

                assertThat(answers).as("round %s", round).extracting(Api.Answer::status)
                        .containsExactlyInAnyOrder(200, 412);
                Api.Answer won = answers.get(answers.get(0).status() == 200 ? 0 : 1);
                Api.Answer lost = answers.get(answers.get(0).status() == 200 ? 1 : 0);
                assertThat(lost.code()).isEqualTo("stale-version");
                assertThat(lost.json().get("current").get("version").asLong()).isEqualTo(version + 1);
                assertThat(lost.json().get("current").get("displayName")).isEqualTo(won.json().get("displayName"));
            }
        }
        await().untilAsserted(() -> assertThat(adminB.get(path).json()).isEqualTo(adminA.get(path).json()));
        assertThat(adminA.get(path).json().get("version").asLong()).isEqualTo(ROUNDS + 1L);
    }

    private static Api.Answer edited(Api admin, String path, String name, long version, CyclicBarrier together)
            throws Exception {
        together.await();
        return admin.send("PATCH", path, Api.json(Map.of("displayName", name)),
                Map.of("If-Match", Long.toString(version)));
    }

    @Test
    void aUserMadeOnOneNodeSignsInAtTheOther() {
        created("traveller");

        Api.Answer signedIn = new Api(nodeB.uri()).login("traveller", PASSWORD);

        assertThat(signedIn.status()).isEqualTo(200);
        Api onA = new Api(nodeA.uri()).with(signedIn.json().get("accessToken").asText());
        await().untilAsserted(() -> assertThat(onA.get("/api/v1/me").status()).isEqualTo(200));
    }

    @Test
    void aRefreshTokenOfOneNodeIsGoodOnceAtTheOther() {
        created("renewer");
        Map<String, String> refresh = Map.of("refreshToken",
                new Api(nodeA.uri()).login("renewer", PASSWORD).json().get("refreshToken").asText());

        Api.Answer atB = new Api(nodeB.uri()).post("/api/v1/auth/refresh", refresh);
        assertThat(atB.status()).isEqualTo(200);
        assertThat(new Api(nodeA.uri()).post("/api/v1/auth/refresh", refresh).json()).as("a retry at once")
                .isEqualTo(atB.json());
        assertThat(new Api(nodeA.uri()).post("/api/v1/auth/refresh",
                Map.of("refreshToken", atB.json().get("refreshToken").asText())).status()).isEqualTo(200);
        assertThat(new Api(nodeB.uri()).post("/api/v1/auth/refresh", refresh).code()).isEqualTo("token-reused");
    }

    @Test
    void aBrowsersCookieIsGoodOnBothNodesUntilItsLogout() {
        created("surfer");
        Browser browser = new Browser(nodeA.uri());
        browser.login("surfer", PASSWORD, "web");
        Map<String, String> cookie = Map.of("Cookie", "session_id=" + browser.cookie("session_id"));
        Api atB = new Api(nodeB.uri());
        await().untilAsserted(() -> assertThat(atB.send("GET", "/api/v1/me", null, cookie).status()).isEqualTo(200));

        assertThat(browser.own("POST", "/api/v1/auth/logout", null).status()).isEqualTo(204);

        await().atMost(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(
                atB.send("GET", "/api/v1/me", null, cookie).code()).isEqualTo("token-revoked"));
    }

    @Test
    void logoutOnOneNodeKillsTheTokenOnTheOtherWithinASecond() {
        created("leaver");
        Api onA = signedInAtA("leaver");
        Api onB = atB(onA);
        assertThat(onB.get("/api/v1/me").status()).isEqualTo(200);

        assertThat(onA.post("/api/v1/auth/logout", Map.of()).status()).isEqualTo(204);

        assertThat(onA.get("/api/v1/me").code()).isEqualTo("token-revoked");
        await().atMost(Duration.ofSeconds(1)).pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(onB.get("/api/v1/me").code()).isEqualTo("token-revoked"));
    }

    @Test
    void aBanOnOneNodeClosesTheSocketOnTheOtherAndKillsTheToken() {
        String id = created("rascal");
        Api onB = atB(signedInAtA("rascal"));
        try (FleetClient client = FleetClient.online(nodeB.uri(), onB.token())) {
            Api.Answer banned = adminA.post("/api/v1/users/" + id + "/ban", Map.of("reason", "spam"));
            assertThat(banned.status()).isEqualTo(200);
            assertThat(banned.json().get("enforcement")).extracting(each -> each.get("node").asText())
                    .containsExactlyInAnyOrder("a", "b");
            assertThat(banned.json().get("enforcement")).extracting(each -> each.get("state").asText())
                    .containsOnly("enforced");

            assertLeft(client, 4003, "spam");
            assertThat(onB.get("/api/v1/me").code()).isEqualTo("token-revoked");
            Api.Answer refused = new Api(nodeB.uri()).login("rascal", PASSWORD);
            assertThat(refused.code()).isEqualTo("banned");
            assertThat(refused.json().get("reason").asText()).isEqualTo("spam");
        }
    }

    @Test
    void aKickReachesTheSocketOnTheOtherNode() {
        created("noisy");
        Api onB = atB(signedInAtA("noisy"));
        try (FleetClient client = FleetClient.online(nodeB.uri(), onB.token())) {
            String path = "/api/v1/sessions/" + client.sid();
            await().untilAsserted(
                    () -> assertThat(adminA.get(path).json().path("node").asText()).isEqualTo("b"));

            Api.Answer kicked = adminA.delete(path + "?reason=enough");

            assertThat(kicked.status()).as(kicked.text()).isEqualTo(200);
            assertThat(kicked.json().get("enforcement").get(0).get("state").asText()).isEqualTo("enforced");
            assertLeft(client, 4001, "enough");
            assertThat(Objects.requireNonNull(client.first("bye")).get("by").asText()).isEqualTo(TestNodes.ADMIN);
            await().untilAsserted(() -> assertThat(onB.get("/api/v1/me").code()).isEqualTo("token-revoked"));
            await().untilAsserted(() -> assertThat(adminA.get(path).status()).isEqualTo(404));
        }
    }

    private static void assertLeft(FleetClient client, int code, String reason) {
        await().untilAsserted(() -> {
            JsonNode bye = client.first("bye");
            if (bye == null) {
                throw new AssertionError("No bye came");
            }
            assertThat(bye.get("code").asInt()).isEqualTo(code);
            assertThat(bye.get("reason").asText()).isEqualTo(reason);
            assertThat(client.closeCode()).isEqualTo(code);
        });
    }

    @Test
    void theRecordsOfBothNodesAreIndexedOnBothOnceEach() {
        created("recorded-on-a");
        assertThat(adminB.post("/api/v1/users", Map.of("username", "recorded-on-b", "password", PASSWORD)).status())
                .isEqualTo(201);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            List<JsonNode> onA = allRecords(adminA);
            assertThat(allRecords(adminB)).isEqualTo(onA);
            assertThat(onA).extracting(ClusterTest::createdName).contains("recorded-on-a", "recorded-on-b");
            List<String> ids = onA.stream().map(item -> item.get("event").get("id").asText()).toList();
            assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
            assertThat(onA).extracting(item -> item.get("event").get("source").asText())
                    .contains("/gatehouse/a", "/gatehouse/b");
        });
        assertThat(allRecords(adminA)).filteredOn(item -> createdName(item).startsWith("recorded-on-")).hasSize(2);
    }

    private static String createdName(JsonNode item) {
        return item.get("event").get("data").path("after").path("username").asText();
    }

    private static List<JsonNode> allRecords(Api admin) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = admin.get("/api/v1/audit?limit=500" + cursor).json();
            page.get("items").forEach(items::add);
            cursor = page.hasNonNull("cursor") ? "&cursor=" + page.get("cursor").asText() : "";
        } while (!cursor.isEmpty());
        return items;
    }

    @Test
    void theNodesSeeEachOther() {
        await().untilAsserted(() -> assertThat(List.of(adminA, adminB)).allSatisfy(admin -> {
            JsonNode items = admin.get("/api/v1/nodes").json().get("items");
            assertThat(items).extracting(item -> item.get("id").asText()).containsExactlyInAnyOrder("a", "b");
            assertThat(items).allSatisfy(item -> assertThat(item.get("live").asBoolean()).isTrue());
        }));
    }
}
