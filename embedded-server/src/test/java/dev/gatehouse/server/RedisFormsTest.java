package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.MachinesExchange.SessionKey;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.FleetClient;
import dev.gatehouse.server.fixture.KafkaFixture;
import dev.gatehouse.server.fixture.RedisClusterFixture;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.fixture.TestMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes upon a real Redis Cluster, and upon a real master with its replica and sentinels. */
class RedisFormsTest {

    private static final String PASSWORD = "open sesame";

    @TempDir
    private Path folder;

    private static ConditionFactory within(int seconds) {
        return await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(100));
    }

    private static String state(Api admin) {
        for (JsonNode dependency : admin.get("/api/v1/health").json().path("dependencies")) {
            if (dependency.path("name").asText().equals("redis")) {
                return dependency.path("state").asText();
            }
        }
        return "";
    }

    @Test
    void allThatNodesShareGoesOverACluster() throws Exception {
        try (KafkaFixture kafka = KafkaFixture.started(folder.resolve("kafka"));
                RedisClusterFixture redis = RedisClusterFixture.start();
                GatehouseServer nodeA = node("a", redis, kafka);
                GatehouseServer nodeB = node("b", redis, kafka)) {
            Api adminA = TestNodes.admin(nodeA);
            Api adminB = new Api(nodeB.uri()).with(adminA.token());
            within(10).untilAsserted(() -> assertThat(adminB.get("/api/v1/me").status()).isEqualTo(200));
            within(10).untilAsserted(() -> assertThat(adminB.get("/api/v1/nodes").text()).contains("\"a\"", "\"b\""));
            String ann = adminA.post("/api/v1/users", Map.of("username", "ann", "password", PASSWORD)).json()
                    .path("id").asText();
            Api toB = new Api(nodeB.uri());
            within(5).untilAsserted(() -> assertThat(toB.login("ann", PASSWORD).status()).isEqualTo(200));

            JsonNode login = new Api(nodeA.uri()).login("ann", PASSWORD).json();
            Api.Answer refreshed = toB.post("/api/v1/auth/refresh",
                    Map.of("refreshToken", login.path("refreshToken").asText()));
            assertThat(refreshed.status()).as(refreshed.text()).isEqualTo(200);
            String access = refreshed.json().path("accessToken").asText();
            assertThat(toB.with(access).get("/api/v1/me/sessions").json().path("items")).isNotEmpty();
            try (FleetClient client = FleetClient.online(nodeA.uri(), access)) {
                within(5).untilAsserted(() -> assertThat(adminB.get("/api/v1/sessions").text())
                        .contains(client.sid()));
                assertThat(adminB.delete("/api/v1/sessions/" + client.sid()).status()).isEqualTo(200);
                within(5).until(() -> Integer.valueOf(4001).equals(client.closeCode()));
            }
            within(2).untilAsserted(() -> assertThat(new Api(nodeA.uri()).with(access).get("/api/v1/me").status())
                    .isEqualTo(401));

            Api second = new Api(nodeA.uri()).signedIn("ann", PASSWORD);
            assertThat(second.post("/api/v1/auth/logout", Map.of()).status()).isEqualTo(204);
            within(2).untilAsserted(() -> assertThat(toB.with(second.token()).get("/api/v1/me").status())
                    .isEqualTo(401));

            try (FleetClient client = FleetClient.online(nodeA.uri(), toB.signedIn("ann", PASSWORD).token())) {
                assertThat(adminB.post("/api/v1/users/" + ann + "/ban", Map.of("reason", "spam")).status())
                        .isEqualTo(200);
                within(5).until(() -> Integer.valueOf(4003).equals(client.closeCode()));
            }
            TestMachine machine = TestMachine.registered(adminA, "billing", "viewer");
            SessionKey session = machine.session(new Api(nodeA.uri()));
            TestMachine.Call call = TestMachine.call(session, "GET", "/api/v1/users", null, Instant.now());
            within(5).untilAsserted(() -> assertThat(call.sendTo(toB).code()).isIn("", "replayed"));
            assertThat(call.sendTo(new Api(nodeA.uri())).code()).isEqualTo("replayed");
            for (int i = 0; i < 40; i++) {
                assertThat(TestMachine.call(session, "GET", "/api/v1/me", null, Instant.now()).sendTo(toB).status())
                        .isEqualTo(200);
            }
            assertThat(redis.masters()).as("every master has some of it")
                    .allSatisfy(master -> assertThat(master.ask("DBSIZE")).isNotEqualTo(":0\r\n"));
        }
    }

    private GatehouseServer node(String id, RedisClusterFixture redis, KafkaFixture kafka)
            throws ConfigException, StartException {
        return TestNodes.start(folder.resolve(id), Map.of("node.id", id, "redis.uri", redis.uri(), "redis.pool-size",
                "8", "redis.timeout", "800ms", "kafka.bootstrap", kafka.bootstrap()));
    }

    @Test
    void loginsOutliveAMasterThatASentinelReplaces() throws Exception {
        List<RedisFixture> sentinels = new ArrayList<>();
        try (RedisFixture master = RedisFixture.start(); RedisFixture replica = master.startReplica()) {
            for (int i = 0; i < 3; i++) {
                sentinels.add(master.startSentinel(2));
            }
            within(15).until(() -> sentinels.stream().map(sentinel -> sentinel.ask("SENTINEL MASTER main"))
                    .allMatch(told -> told.contains("num-slaves\r\n$1\r\n1")
                            && told.contains("num-other-sentinels\r\n$1\r\n2")));
            String uri = "redis-sentinel://" + sentinels.stream().map(sentinel -> "127.0.0.1:" + sentinel.port())
                    .collect(Collectors.joining(",")) + "/main";
            try (GatehouseServer node = TestNodes.start(folder, Map.of("redis.uri", uri))) {
                Api admin = TestNodes.admin(node);
                assertThat(admin.post("/api/v1/users", Map.of("username", "ann", "password", PASSWORD)).status())
                        .isEqualTo(201);
                Api anybody = new Api(node.uri());
                JsonNode login = anybody.login("ann", PASSWORD).json();
                try (FleetClient client = FleetClient.online(node.uri(), login.path("accessToken").asText())) {
                    within(5).until(() -> replica.ask("DBSIZE").equals(master.ask("DBSIZE")));

                    master.kill();

                    assertThat(admin.get("/api/v1/users").status()).isEqualTo(200);
                    within(15).untilAsserted(() -> assertThat(anybody.login("ann", PASSWORD).status())
                            .isEqualTo(200));
                    within(15).untilAsserted(() -> assertThat(state(admin)).isEqualTo("live"));
                    assertThat(replica.ask("ROLE")).contains("master");
                    Api.Answer refreshed = anybody.post("/api/v1/auth/refresh",
                            Map.of("refreshToken", login.path("refreshToken").asText()));
                    assertThat(refreshed.status()).as(refreshed.text()).isEqualTo(200);
                    assertThat(client.closeCode()).isNull();
                    within(10).untilAsserted(() -> assertThat(admin.get("/api/v1/sessions?fresh=true").text())
                            .contains(client.sid()));
                }
            }
        } finally {
            sentinels.forEach(RedisFixture::close);
        }
    }
}
