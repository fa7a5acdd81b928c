package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.KafkaFixture;
import dev.gatehouse.server.fixture.RedisFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deadline of a request reaches the stores that it waits for. */
class DeadlineTest {

    private static final Duration DEADLINE = Duration.ofMillis(900);

    @TempDir
    private Path folder;

    private static void assertOverInTime(Supplier<Api.Answer> call) {
        long startedNanos = System.nanoTime();
        Api.Answer answer = call.get();
        Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);

        assertThat(answer.status()).as(answer.text()).isEqualTo(504);
        assertThat(answer.code()).isEqualTo("deadline-exceeded");
        assertThat(answer.json().get("traceId").asText()).isEqualTo(answer.header("X-Trace-ID"));
        assertThat(took).isBetween(DEADLINE.minusMillis(100), DEADLINE.plusMillis(900));
    }

    private static long redisConnectionsInUse(Api admin) {
        for (JsonNode dependency : admin.get("/api/v1/health").json().get("dependencies")) {
            if (dependency.get("name").asText().equals("redis")) {
                return dependency.get("queues").get("connections in use").asLong();
            }
        }
        throw new AssertionError("Redis is not among the dependencies");
    }

    @Test
    void aRedisThatHangsIsLeftAtTheDeadlineAndItsConnectionsComeBack() throws Exception {
        try (RedisFixture redis = RedisFixture.start();
                GatehouseServer node = TestNodes.start(folder,
                        Map.of("redis.uri", redis.uri(), "request.deadline", DEADLINE.toMillis() + "ms"))) {
            Api admin = TestNodes.admin(node);
            await().until(() -> redisConnectionsInUse(admin) == 1);
            redis.pause();
            try {
                assertOverInTime(() -> new Api(node.uri()).login(TestNodes.ADMIN, TestNodes.PASSWORD));
            } finally {
                redis.resume();
            }

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                    new Api(node.uri()).login(TestNodes.ADMIN, TestNodes.PASSWORD).status()).isEqualTo(200));
            // The bus keeps one for itself.
            await().until(() -> redisConnectionsInUse(admin) == 1);
        }
    }

    @Test
    void aKafkaThatHangsIsLeftAtTheDeadlineAndTakesChangesAfterwards() throws Exception {
        try (KafkaFixture kafka = new KafkaFixture(folder.resolve("kafka"))) {
            Process broker = kafka.startApart();
            try (GatehouseServer node = TestNodes.start(folder.resolve("node"), Map.of("kafka.bootstrap",
                    kafka.bootstrap(), "request.deadline", DEADLINE.toMillis() + "ms"))) {
                await().atMost(Duration.ofSeconds(30)).until(() -> new Api(node.uri()).get("/readyz").status() == 200);
                Api admin = TestNodes.admin(node);
                await().atMost(Duration.ofSeconds(20)).untilAsserted(
                        () -> assertThat(createRoute(admin, "/before").status()).isEqualTo(201));
                signal(broker, "STOP");
                try {
                    assertOverInTime(() -> createRoute(admin, "/during"));
                } finally {
                    signal(broker, "CONT");
                }

                await().atMost(Duration.ofSeconds(30)).untilAsserted(
                        () -> assertThat(createRoute(admin, "/after").status()).isEqualTo(201));
            } finally {
                broker.destroyForcibly().waitFor();
            }
        }
    }

    private static Api.Answer createRoute(Api admin, String path) {
        return admin.post("/api/v1/routes", Map.of("path", path + System.nanoTime(), "upstreams",
                List.of("http://127.0.0.1:9")));
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor()).isZero();
    }
}
