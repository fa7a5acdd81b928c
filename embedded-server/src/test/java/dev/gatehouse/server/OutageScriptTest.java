package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.KafkaFixture;
import dev.gatehouse.server.fixture.NodeProcess;
import dev.gatehouse.server.fixture.RedisFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An evening of outages: Redis off, Kafka off, both, and then the node killed, while an operator goes on. What was
 * acknowledged, as done or as kept, is there at the end, once. Each outage lasts until the operator has done some work;
 * {@code -Dgatehouse.outage.seconds=60} has Redis away for a minute and Kafka for two.
 */
class OutageScriptTest {

    private static final String INTENTS = "/api/v1/intents";
    private static final long REDIS_AWAY_MILLIS = TimeUnit.SECONDS
            .toMillis(Long.getLong("gatehouse.outage.seconds", 0));
    private static final long KAFKA_AWAY_MILLIS = 2 * REDIS_AWAY_MILLIS;

    @TempDir
    private Path folder;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final CountDownLatch over = new CountDownLatch(1);
    private int count;

    private static Map<String, Object> route(String path) {
        return Map.of("path", path, "upstreams", List.of("http://127.0.0.1:9"));
    }

    /** Asks for a route each time another way: directly, and where that is refused, to be kept. */
    private void goOn(Api admin) {
        while (over.getCount() > 0) {
            String name = Integer.toString(count++);
            try {
                asked.add("/direct-" + name);
                int status = admin.post("/api/v1/routes", route("/direct-" + name)).status();
                if (status == 201) {
                    acknowledged.add("/direct-" + name);
                } else {
                    asked.add("/kept-" + name);
                    Api.Answer kept = admin.post(INTENTS,
                            Map.of("kind", "route.create", "body", route("/kept-" + name)));
                    if (kept.status() == 200) {
                        acknowledged.add("/kept-" + name);
                    }
                }
                pause(20);
            } catch (IllegalStateException gone) {
                // The node is dead for a moment; nothing was acknowledged.
                pause(200);
            }
        }
    }

    private void pause(long millis) {
        try {
            over.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void acknowledgeMore(int more) {
        int least = acknowledged.size() + more;
        await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.size() >= least);
    }

    @Test
    void whatWasAcknowledgedIsThereOnceAfterAllOutages() throws Exception {
        try (RedisFixture redis = RedisFixture.start();
                KafkaFixture kafka = KafkaFixture.started(folder.resolve("kafka"));
                NodeProcess node = NodeProcess.start(folder.resolve("node"), Map.of("node.id", "n1", "redis.uri",
                        redis.uri(), "kafka.bootstrap", kafka.bootstrap(), "auth.without-redis.admin", "open"))) {
            Api admin = new Api(node.uri()).signedIn(NodeProcess.ADMIN, NodeProcess.PASSWORD);
            Thread operator = Thread.ofPlatform().start(() -> goOn(admin));
            acknowledgeMore(10);
            redis.kill();
            pause(REDIS_AWAY_MILLIS);
            acknowledgeMore(10);
            redis.restart();
            acknowledgeMore(5);
            kafka.stop();
            pause(KAFKA_AWAY_MILLIS);
            acknowledgeMore(10);
            redis.kill();
            acknowledgeMore(5);
            node.kill();
            kafka.start();
            redis.restart();
            node.restart();
            acknowledgeMore(5);
            over.countDown();
            operator.join();

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                JsonNode listed = admin.get(INTENTS).json().get("items");
                assertThat(listed).allSatisfy(intent -> assertThat(intent.get("state").asText())
                        .as(intent.toString()).isEqualTo("done"));
            });
            Map<String, Integer> times = new HashMap<>();
            Map<String, String> ids = new HashMap<>();
            admin.get("/api/v1/routes").json().get("items").forEach(route -> {
                times.merge(route.get("path").asText(), 1, Integer::sum);
                ids.put(route.get("path").asText(), route.get("id").asText());
            });
            assertThat(times).allSatisfy((path, there) -> assertThat(there).as(path).isEqualTo(1));
            assertThat(times.keySet()).containsAll(acknowledged);
            assertThat(asked).containsAll(times.keySet());
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                List<String> recorded = new ArrayList<>();
                String cursor = "";
                do {
                    JsonNode page = admin.get("/api/v1/audit?action=route.create&outcome=accepted&limit=500" + cursor)
                            .json();
                    page.get("items")
                            .forEach(item -> recorded.add(item.at("/event/data/after/id").asText()));
                    cursor = page.has("cursor") ? "&cursor=" + page.get("cursor").asText() : "";
                } while (!cursor.isEmpty());
                assertThat(recorded).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ids.values());
            });
        }
    }
}
