package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.server.fixture.Api;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that takes managed traffic. */
class TrafficNodeTest {

    @TempDir
    private Path folder;

    @Test
    void routeHoldsForTrafficWithinASecondOfItsChange() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder, Map.of("traffic.port", "0"))) {
            Api admin = TestNodes.admin(node);
            URI traffic = Objects.requireNonNull(node.trafficUri());
            Api caller = new Api(traffic);
            assertThat(caller.get("/hello").code()).isEqualTo("not-found");

            assertThat(admin.post("/api/v1/routes", Map.of("path", "/hello", "permission", "user", "staticAnswer",
                    Map.of("status", 200, "contentType", "text/plain", "body", "Hello"))).status()).isEqualTo(201);
            assertThat(admin.post("/api/v1/routes", Map.of("path", "/inside", "permission", "public", "upstreams",
                    List.of(node.uri().toString()))).status()).isEqualTo(201);

            await().atMost(Duration.ofSeconds(1)).until(() -> caller.get("/hello").status() == 401);
            assertThat(caller.with(admin.token()).get("/hello").text()).isEqualTo("Hello");
            await().atMost(Duration.ofSeconds(1)).until(() -> caller.get("/inside").status() != 404);
            assertThat(caller.get("/inside").code()).isEqualTo("upstream-forbidden");
            await().atMost(Duration.ofSeconds(5)).until(
                    () -> admin.get("/api/v1/routes/traffic").json().path("items").size() == 2);
            String id = admin.get("/api/v1/routes/traffic").json().path("items").path(0).path("routeId").asText();
            assertThat(admin.get("/metrics").text())
                    .contains("gatehouse_traffic_requests_seconds_count{route=\"" + id);
            assertThat(admin.get("/api/v1/routes/traffic").json().path("replica").path("current").asBoolean()).isTrue();

            assertThat(admin.send("DELETE", "/api/v1/routes/" + id, null, Map.of("If-Match", "1")).status())
                    .isEqualTo(200);
            await().atMost(Duration.ofSeconds(5)).until(() -> !admin.get("/metrics").text().contains(id));
            assertThat(admin.get("/api/v1/routes/traffic").text()).doesNotContain(id);
        }
    }

    @Test
    void trafficPortCanBeOff() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder, Map.of())) {
            assertThat(node.trafficUri()).isNull();
        }
    }
}
