package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that starts while the log is away. */
class LogAwayStartTest {

    /** Nobody listens there. */
    private static final String NO_KAFKA = "127.0.0.1:1";

    @TempDir
    private Path folder;

    @Test
    void routesOfTheReplicaAreServedAndCalledStale() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder, Map.of())) {
            Api admin = TestNodes.admin(node);
            assertThat(admin.post("/api/v1/routes", Map.of("path", "/hello", "permission", "public", "staticAnswer",
                    Map.of("status", 200, "contentType", "text/plain", "body", "Hello"))).status()).isEqualTo(201);
            await().atMost(Duration.ofSeconds(10)).until(() -> replica(admin).path("current").asBoolean());
            assertThat(replica(admin).path("asOf").asText()).isNotEmpty();
            assertThat(admin.get("/readyz").json().path("replica").asText()).isEqualTo("current");
        }
        try (GatehouseServer again = TestNodes.start(folder,
                Map.of("traffic.port", "0", "kafka.bootstrap", NO_KAFKA))) {
            Api admin = TestNodes.admin(again);

            assertThat(new Api(Objects.requireNonNull(again.trafficUri())).get("/hello").text()).isEqualTo("Hello");
            assertThat(replica(admin).path("current").asBoolean()).isFalse();
            assertThat(replica(admin).has("asOf")).isFalse();
            assertThat(replica(admin).path("position").asLong()).isNotNegative();
            assertThat(admin.get("/api/v1/routes/traffic").json().path("replica").path("current").asBoolean())
                    .isFalse();
            assertThat(admin.get("/readyz").json().path("replica").asText()).isEqualTo("stale");
            assertThat(admin.get("/metrics").text()).contains("gatehouse_replica_stale 1.0");
            assertThat(admin.get("/api/v1/health").text()).contains("served as they were at change");
        }
    }

    private static JsonNode replica(Api admin) {
        return admin.get("/api/v1/health").json().path("replica");
    }
}
