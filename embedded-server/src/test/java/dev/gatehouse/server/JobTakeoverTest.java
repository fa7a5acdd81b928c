package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.KafkaFixture;
import dev.gatehouse.server.fixture.NodeProcess;
import dev.gatehouse.server.fixture.RedisFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes in processes of their own, on one real Redis and one real Kafka, of which one works on a job. They serve all
 * tests, each of which leaves three running; each imports users with a name of its own.
 */
class JobTakeoverTest {

    private static final int ROWS = 3_000;
    private static final int BEFORE = 300;
    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir
    private static Path folder;

    private static KafkaFixture kafka;
    private static RedisFixture redis;
    private static Map<String, NodeProcess> nodes;

    @BeforeAll
    static void start() throws IOException {
        kafka = KafkaFixture.started(folder.resolve("kafka"));
        redis = RedisFixture.start();
        nodes = Map.of("a", node("a"), "b", node("b"), "c", node("c"));
    }

    private static NodeProcess node(String id) throws IOException {
        return NodeProcess.start(folder.resolve(id), Map.of("node.id", id, "redis.uri", redis.uri(),
                "kafka.bootstrap", kafka.bootstrap(), "jobs.lease", "2s"));
    }

    @AfterAll
    static void stop() {
        nodes.values().forEach(NodeProcess::close);
        redis.close();
        kafka.close();
    }

    private static NodeProcess node(JsonNode job) {
        return Objects.requireNonNull(nodes.get(job.get("node").asText()));
    }

    private static Api admin(String node) {
        return new Api(Objects.requireNonNull(nodes.get(node)).uri()).signedIn(NodeProcess.ADMIN,
                NodeProcess.PASSWORD);
    }

    private static String begin(Api admin, String name) {
        String csv = "username\n" + IntStream.range(0, ROWS).mapToObj(i -> name + "-" + i)
                .collect(Collectors.joining("\n"));
        return admin.send("POST", "/api/v1/users/import", csv, Map.of("Content-Type", "text/csv")).json()
                .get("jobId").asText();
    }

    private static JsonNode job(Api admin, String id) {
        return admin.get("/api/v1/jobs/" + id).json();
    }

    private static JsonNode underWay(Api admin, String id) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(20))
                .until(() -> job(admin, id).path("done").asLong() >= BEFORE);
        JsonNode job = job(admin, id);
        assertThat(job.get("done").asLong()).isLessThan(ROWS);
        return job;
    }

    private static void assertDoneOnce(Api admin, String id, String name) {
        await().atMost(LONG).until(() -> job(admin, id).has("endedAt"));
        JsonNode over = job(admin, id);
        assertThat(over.get("state").asText()).isEqualTo("done");
        assertThat(over.get("done").asLong()).isEqualTo(ROWS);
        assertThat(over.get("failed").asLong()).isZero();
        List<String> outcome = admin.get("/api/v1/jobs/" + id + "/outcome").text().lines().skip(1).toList();
        assertThat(outcome)
                .isEqualTo(
                        IntStream.range(0, ROWS).mapToObj(i -> (i + 2) + "," + name + "-" + i + ",created,").toList());
        await().atMost(LONG).untilAsserted(
                () -> assertThat(admin.get("/api/v1/users?q=" + name + "-").json().get("total").asLong())
                        .isEqualTo(ROWS));
    }

    @Test
    void jobOfAKilledNodeIsFinishedByAnotherAndEveryRowIsThereOnce() throws Exception {
        Api first = admin("a");
        String id = begin(first, "killed");
        JsonNode job = underWay(first, id);
        String owner = job.get("node").asText();
        Api left = admin(owner.equals("b") ? "c" : "b");
        assertThat(left.get("/api/v1/jobs").json().get("items").get(0).get("id").asText()).isEqualTo(id);

        node(job).kill();
        try {
            assertDoneOnce(left, id, "killed");
            assertThat(job(left, id).get("node").asText()).isNotEqualTo(owner);
        } finally {
            node(job).restart();
        }
    }

    @Test
    void nodeThatStoodStillDoesNotGoOnWithAJobThatAnotherTookOver() throws Exception {
        Api first = admin("a");
        String id = begin(first, "stood");
        JsonNode job = underWay(first, id);
        String owner = job.get("node").asText();
        Api left = admin(owner.equals("b") ? "c" : "b");

        node(job).pause();
        try {
            await().atMost(LONG).until(() -> !job(left, id).get("node").asText().equals(owner));
        } finally {
            node(job).resume();
        }

        assertDoneOnce(left, id, "stood");
        assertThat(job(left, id).get("node").asText()).isNotEqualTo(owner);
    }

    @Test
    void jobIsCancelledFromANodeThatDoesNotRunIt() {
        Api first = admin("a");
        String id = begin(first, "cancelled");
        String owner = underWay(first, id).get("node").asText();
        Api other = admin(owner.equals("b") ? "c" : "b");

        assertThat(other.delete("/api/v1/jobs/" + id).status()).isEqualTo(200);

        await().atMost(LONG).untilAsserted(
                () -> assertThat(job(first, id).get("state").asText()).isEqualTo("cancelled"));
        assertThat(job(other, id).get("done").asLong()).isBetween((long) BEFORE, ROWS - 1L);
    }
}
