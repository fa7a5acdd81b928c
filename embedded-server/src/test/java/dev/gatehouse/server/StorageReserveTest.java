package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.fixture.Api;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageReserveTest {

    @TempDir
    private Path folder;

    @Test
    void diskWithoutTheReserveRefusesCommandsInASentenceAndGoesOnReading() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder, Map.of("node.id", "n1"))) {
            TestNodes.admin(node);
        }
        try (GatehouseServer node = TestNodes.start(folder,
                Map.of("node.id", "n1", "storage.reserve-mib", "2000000000"))) {
            Api admin = TestNodes.admin(node);
            for (Api.Answer refused : List.of(
                    admin.post("/api/v1/routes",
                            Map.of("path", "/full", "upstreams", List.of("http://127.0.0.1:9"))),
                    admin.post("/api/v1/users", Map.of("username", "ann")),
                    admin.post("/api/v1/sessions/kick", Map.of("filter", Map.of("q", "x"), "reason", "r")))) {
                assertThat(refused.status()).as(refused.text()).isEqualTo(507);
                assertThat(refused.code()).isEqualTo("storage-full");
                assertThat(refused.json().path("detail").asText()).contains("storage.reserve-mib", "make room");
            }
            assertThat(admin.get("/api/v1/routes").json().path("items")).isEmpty();
            assertThat(admin.get("/api/v1/users").json().path("items")).hasSize(1);
            assertThat(admin.get("/api/v1/audit?action=call.refuse").json().path("total").asInt())
                    .as("refusals are recorded from the reserve").isBetween(0, 3);
        }
    }

    @Test
    void newNodeThatHasNoRoomForItsOwnKeySaysSoAndDoesNotStart() {
        assertThatThrownBy(() -> TestNodes.start(folder,
                Map.of("node.id", "n1", "storage.reserve-mib", "2000000000")).close())
                .isInstanceOf(StartException.class).hasMessageContaining("storage.reserve-mib");
    }
}
