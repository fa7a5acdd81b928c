package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is killed while it imports, and its successor on the same folder. */
class ImportCrashTest {

    private static final int ROWS = 12_000;
    private static final int BEFORE_THE_KILL = 1_500;
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void killedImportIsResumedAndEveryRowIsThereOnce() throws Exception {
        String job = killMidway();

        try (GatehouseServer server = TestNodes.start(folder, Map.of("node.id", "n1"))) {
            Api admin = TestNodes.admin(server);
            await().atMost(LONG).until(() -> admin.get("/api/v1/jobs/" + job).json().has("endedAt"));

            JsonNode over = admin.get("/api/v1/jobs/" + job).json();
            assertThat(over.get("state").asText()).isEqualTo("done");
            assertThat(over.get("done").asLong()).isEqualTo(ROWS);
            assertThat(over.get("failed").asLong()).isZero();
            assertThat(admin.get("/api/v1/users?q=user-").json().get("total").asLong()).isEqualTo(ROWS);
            List<String> outcome = admin.get("/api/v1/jobs/" + job + "/outcome").text().lines().skip(1).toList();
            assertThat(outcome).isEqualTo(IntStream.range(0, ROWS)
                    .mapToObj(i -> (i + 2) + ",user-" + i + ",created,").toList());
            await().atMost(LONG).untilAsserted(() -> assertThat(
                    admin.get("/api/v1/audit?action=user.create&limit=1").json().get("total").asLong())
                    .isEqualTo(ROWS + 1));
        }
    }

    /** @return the job that was under way */
    private String killMidway() throws IOException, InterruptedException {
        try (NodeProcess victim = NodeProcess.start(folder, Map.of("node.id", "n1"))) {
            Api admin = new Api(victim.uri()).signedIn(NodeProcess.ADMIN, NodeProcess.PASSWORD);
            String csv = "username\n"
                    + IntStream.range(0, ROWS).mapToObj(i -> "user-" + i).collect(Collectors.joining("\n"));
            String job = admin.send("POST", "/api/v1/users/import", csv, Map.of("Content-Type", "text/csv")).json()
                    .get("jobId").asText();
            await().atMost(LONG).pollInterval(Duration.ofMillis(10)).until(
                    () -> admin.get("/api/v1/jobs/" + job).json().get("done").asLong() >= BEFORE_THE_KILL);
            victim.kill();
            return job;
        }
    }
}
