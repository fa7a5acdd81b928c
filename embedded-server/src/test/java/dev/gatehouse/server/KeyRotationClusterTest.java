package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.KafkaFixture;
import dev.gatehouse.server.fixture.RedisFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes with one real Redis and one real Kafka, tokens of a few seconds, and keys that rotate all the time. */
class KeyRotationClusterTest {

    private static final int ROTATIONS = 5;

    @TempDir
    private Path folder;

    /** Somebody who takes a new access token before every request. */
    private static final class Renewing {

        private final Api node;
        private String refreshToken;

        Renewing(Api node, String username, String password) {
            this.node = node;
            this.refreshToken = node.login(username, password).json().get("refreshToken").asText();
        }

        Api signedIn() {
            JsonNode pair = node.post("/api/v1/auth/refresh", Map.of("refreshToken", refreshToken)).json();
            refreshToken = pair.get("refreshToken").asText();
            return node.with(pair.get("accessToken").asText());
        }
    }

    @Test
    void noRequestIsRefusedWhileTheKeysOfTwoNodesRotateFiveTimes() throws Exception {
        try (KafkaFixture kafka = KafkaFixture.started(folder.resolve("kafka"));
                RedisFixture redis = RedisFixture.start();
                GatehouseServer nodeA = node("a", kafka, redis);
                GatehouseServer nodeB = node("b", kafka, redis);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            nodeA.createAdmin(TestNodes.ADMIN, TestNodes.PASSWORD.toCharArray());
            List<Api> nodes = List.of(new Api(nodeA.uri()), new Api(nodeB.uri()));
            await().until(() -> nodes.get(1).login(TestNodes.ADMIN, TestNodes.PASSWORD).status() == 200);
            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger served = new AtomicInteger();
            List<String> refusals = new CopyOnWriteArrayList<>();
            List<Future<?>> clients = new ArrayList<>();
            for (Api own : nodes) {
                clients.add(threads.submit(() -> {
                    Renewing client = new Renewing(own, TestNodes.ADMIN, TestNodes.PASSWORD);
                    while (!done.get()) {
                        Api signedIn = client.signedIn();
                        for (Api node : nodes) {
                            Api.Answer answer = node.with(signedIn.token()).get("/api/v1/me");
                            if (answer.status() != 200) {
                                refusals.add(answer.text());
                            }
                            served.incrementAndGet();
                        }
                    }
                }));
            }

            List<Future<?>> operators = new ArrayList<>();
            for (Api own : nodes) {
                operators.add(threads.submit(
                        () -> rotate(new Renewing(own, TestNodes.ADMIN, TestNodes.PASSWORD))));
            }
            try {
                for (Future<?> operator : operators) {
                    operator.get();
                }
            } finally {
                done.set(true);
            }
            for (Future<?> client : clients) {
                client.get();
            }

            assertThat(refusals).isEmpty();
            assertThat(served.get()).isGreaterThan(100);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(nodes).allSatisfy(node -> assertThat(
                    node.get("/.well-known/jwks.json").json().get("keys")).as("retired keys are gone").hasSize(2)));
            Api admin = new Renewing(nodes.getFirst(), TestNodes.ADMIN, TestNodes.PASSWORD).signedIn();
            await().untilAsserted(() -> assertThat(admin.get("/api/v1/audit?action=key.retire").json().get("total")
                    .asInt()).isEqualTo(2 * ROTATIONS));
        }
    }

    private GatehouseServer node(String id, KafkaFixture kafka, RedisFixture redis)
            throws ConfigException, StartException {
        return TestNodes.start(folder.resolve(id), Map.of("node.id", id, "redis.uri", redis.uri(), "kafka.bootstrap",
                kafka.bootstrap(), "auth.access-token", "4s"));
    }

    private static void rotate(Renewing operator) {
        for (int rotation = 0; rotation < ROTATIONS; rotation++) {
            Api.Answer answer = operator.signedIn().post("/api/v1/keys/rotate", Map.of());
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.json().get("receipt").get("topic").asText()).isEqualTo("gatehouse.changes");
            String made = answer.json().get("key").get("id").asText();
            await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(100)).until(() -> {
                for (JsonNode key : operator.signedIn().get("/api/v1/keys").json().get("items")) {
                    if (key.get("id").asText().equals(made)) {
                        return key.get("state").asText().equals("signing");
                    }
                }
                return false;
            });
        }
    }
}
