package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

    /** A node in a process of its own; it says where it answers. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            GatehouseServer server = TestNodes.start(Path.of(arguments[0]), Map.of("node.id", "n1"));
            if (!server.hasAdmin()) {
                server.createAdmin(TestNodes.ADMIN, TestNodes.PASSWORD.toCharArray());
            }
            System.out.println("ready " + server.uri());
        }
    }

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
        Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Victim.class.getName(), folder.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out = victim.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.startsWith("ready ")) {
                line = out.readLine();
            }
            assertThat(line).isNotNull();
            Api admin = new Api(URI.create(String.valueOf(line).substring("ready ".length())))
                    .signedIn(TestNodes.ADMIN, TestNodes.PASSWORD);
            String csv = "username\n"
                    + IntStream.range(0, ROWS).mapToObj(i -> "user-" + i).collect(Collectors.joining("\n"));
            String job = admin.send("POST", "/api/v1/users/import", csv, Map.of("Content-Type", "text/csv")).json()
                    .get("jobId").asText();
            await().atMost(LONG).pollInterval(Duration.ofMillis(10)).until(
                    () -> admin.get("/api/v1/jobs/" + job).json().get("done").asLong() >= BEFORE_THE_KILL);
            victim.toHandle().destroyForcibly();
            return job;
        } finally {
            victim.destroyForcibly();
            assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
