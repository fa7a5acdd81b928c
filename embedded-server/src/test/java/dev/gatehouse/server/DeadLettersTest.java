package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.KafkaFixture;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.log.kafka.KafkaEventLog;
import dev.gatehouse.server.log.kafka.KafkaTopic;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record of the change log that nobody understands, on two nodes that share one Redis and one Kafka, all real. */
class DeadLettersTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void poisonInTheLogHoldsNothingUpAndIsSeenAndDroppedFromAnyNode(@TempDir Path folder) throws Exception {
        try (KafkaFixture kafka = KafkaFixture.started(folder.resolve("kafka"));
                RedisFixture redis = RedisFixture.start();
                GatehouseServer nodeA = node(folder, "a", kafka, redis);
                GatehouseServer nodeB = node(folder, "b", kafka, redis)) {
            Api admin = TestNodes.admin(nodeA);
            Api adminB = new Api(nodeB.uri()).with(admin.token());
            await().atMost(LONG).untilAsserted(() -> assertThat(adminB.get("/api/v1/me").status()).isEqualTo(200));

            try (KafkaEventLog log = new KafkaEventLog(new KafkaTopic(kafka.bootstrap(), "gatehouse.changes", 1, true,
                    Duration.ofSeconds(5)), Clock.systemUTC())) {
                log.append("u-poison", "{\"this\": \"is none\"}").get(10, TimeUnit.SECONDS);
            }
            assertThat(admin.post("/api/v1/users", Map.of("username", "after", "password", "open sesame")).status())
                    .isEqualTo(201);

            await().atMost(LONG).untilAsserted(() -> assertThat(nodes(adminB)).containsExactlyInAnyOrder("a", "b"));
            for (JsonNode letter : adminB.get("/api/v1/dead-letters").json().get("items")) {
                String path = "/api/v1/dead-letters/" + letter.get("id").asText();
                assertThat(letter.get("key").asText()).isEqualTo("u-poison");
                assertThat(letter.get("follower").asText()).isEqualTo("log");
                assertThat(adminB.post(path + "/retry", Map.of()).json().get("gone").asBoolean()).isFalse();
                assertThat(adminB.delete(path).json().get("gone").asBoolean()).isTrue();
                assertThat(adminB.delete(path).status()).isEqualTo(404);
            }
            assertThat(nodes(admin)).isEmpty();
            await().atMost(LONG).untilAsserted(() -> assertThat(
                    admin.get("/api/v1/audit?action=dead-letter.drop").json().get("items"))
                    .extracting(item -> item.at("/event/data/node").asText() + " "
                            + item.at("/event/data/actor/name").asText())
                    .containsExactlyInAnyOrder("a " + TestNodes.ADMIN, "b " + TestNodes.ADMIN));
        }
    }

    private static GatehouseServer node(Path folder, String id, KafkaFixture kafka, RedisFixture redis)
            throws ConfigException, StartException {
        return TestNodes.start(folder.resolve(id), Map.of("node.id", id, "redis.uri", redis.uri(), "kafka.bootstrap",
                kafka.bootstrap()));
    }

    private static Set<String> nodes(Api admin) {
        Set<String> nodes = new HashSet<>();
        admin.get("/api/v1/dead-letters").json().get("items").forEach(letter -> nodes.add(letter.get("node").asText()));
        return nodes;
    }
}
