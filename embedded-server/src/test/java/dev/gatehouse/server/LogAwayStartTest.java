package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.KafkaFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that starts while the log is away. */
class LogAwayStartTest {

    @TempDir
    private Path folder;

    @Test
    void routesOfTheReplicaAreServedAndCalledStaleUntilTheLogIsBack() throws Exception {
        try (KafkaFixture kafka = KafkaFixture.started(folder.resolve("kafka"))) {
            Map<String, String> settings = Map.of("traffic.port", "0", "kafka.bootstrap", kafka.bootstrap());
            try (GatehouseServer node = TestNodes.start(folder.resolve("node"), settings)) {
                Api admin = TestNodes.admin(node);
                assertThat(admin.post("/api/v1/routes", Map.of("path", "/hello", "permission", "public",
                        "staticAnswer", Map.of("status", 200, "contentType", "text/plain", "body", "Hello")))
                        .status()).isEqualTo(201);
                soon().until(() -> health(admin).path("current").asBoolean());
                assertThat(health(admin).path("asOf").asText()).isNotEmpty();
            }
            kafka.stop();
            try (GatehouseServer again = TestNodes.start(folder.resolve("node"), settings)) {
                Api admin = TestNodes.admin(again);

                assertThat(new Api(Objects.requireNonNull(again.trafficUri())).get("/hello").text())
                        .isEqualTo("Hello");
                assertThat(health(admin).path("current").asBoolean()).isFalse();
                assertThat(health(admin).has("asOf")).isFalse();
                assertThat(health(admin).path("position").asLong()).isNotNegative();
                assertThat(admin.get("/api/v1/routes/traffic").json().path("replica").path("current").asBoolean())
                        .isFalse();
                assertThat(admin.get("/readyz").json().path("replica").asText()).isEqualTo("stale");
                assertThat(admin.get("/metrics").text()).contains("gatehouse_replica_stale 1.0");
                assertThat(admin.get("/api/v1/health").text()).contains("served as they were at change");
                kafka.start();
                soon().until(() -> health(admin).path("current").asBoolean());
                assertThat(admin.get("/readyz").json().path("replica").asText()).isEqualTo("current");
            }
        }
    }

    private static JsonNode health(Api admin) {
        return admin.get("/api/v1/health").json().path("replica");
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(100));
    }
}
