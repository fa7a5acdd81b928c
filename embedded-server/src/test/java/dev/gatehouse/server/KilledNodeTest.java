package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.KafkaFixture;
import dev.gatehouse.server.fixture.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node in a process of its own is killed at random points of a stream of commands, again and again. At the end effects,
 * records and receipts must be equal, each there exactly once. {@code -Dgatehouse.kills=200} for a long run.
 */
class KilledNodeTest {

    private static final int KILLS = Integer.getInteger("gatehouse.kills", 4);
    private static final int CALLERS = 4;
    private static final long MOST_MILLIS_ALIVE = 400;
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    /** By path: the id and the receipt of every route whose creation was answered. */
    private final Map<String, JsonNode> answered = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void effectsRecordsAndReceiptsAreEqualWithTheLogInSqlite() throws Exception {
        run(Map.of("node.id", "n1"), KILLS / 2);
    }

    @Test
    void effectsRecordsAndReceiptsAreEqualWithTheLogInKafka() throws Exception {
        try (KafkaFixture kafka = KafkaFixture.started(folder.resolve("kafka"))) {
            run(Map.of("node.id", "n1", "kafka.bootstrap", kafka.bootstrap()), KILLS - KILLS / 2);
        }
    }

    private void run(Map<String, String> settings, int kills) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom();
        try (NodeProcess node = NodeProcess.start(folder.resolve("node"), settings)) {
            for (int kill = 0; kill < kills; kill++) {
                streamUntilKilled(node, random.nextLong(TimeUnit.MILLISECONDS.toMicros(MOST_MILLIS_ALIVE)));
                node.restart();
            }
            Api admin = new Api(node.uri()).signedIn(NodeProcess.ADMIN, NodeProcess.PASSWORD);
            compare(admin);
        }
    }

    private void streamUntilKilled(NodeProcess node, long microsAlive) throws InterruptedException {
        Api admin = new Api(node.uri()).signedIn(NodeProcess.ADMIN, NodeProcess.PASSWORD);
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch first = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                callers.execute(() -> {
                    while (!over.get()) {
                        create(admin);
                        first.countDown();
                    }
                });
            }
            assertThat(first.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(new CountDownLatch(1).await(microsAlive, TimeUnit.MICROSECONDS)).isFalse();
            node.kill();
            over.set(true);
        }
    }

    private void create(Api admin) {
        String path = "/r" + asked.incrementAndGet();
        try {
            Api.Answer answer = admin.post("/api/v1/routes",
                    Map.of("path", path, "upstreams", List.of("http://127.0.0.1:9")));
            if (answer.status() == 201) {
                answered.put(path, answer.json());
            }
        } catch (IllegalStateException e) {
            assertThat(e).as("the node died before it answered").hasCauseInstanceOf(IOException.class);
        }
    }

    private void compare(Api admin) {
        await().atMost(LONG).until(
                () -> admin.get("/api/v1/audit/coverage").json().path("complete").asBoolean() && queue(admin) == 0);
        Map<String, String> effects = new HashMap<>();
        for (JsonNode route : items(admin, "/api/v1/routes?limit=500")) {
            String earlier = effects.put(route.path("path").asText(), route.path("id").asText());
            assertThat(earlier).as("a second route for " + route.path("path")).isNull();
        }
        Map<String, Integer> records = new HashMap<>();
        for (JsonNode entry : items(admin, "/api/v1/audit?action=route.create&outcome=accepted&limit=500")) {
            records.merge(entry.path("event").path("data").path("resource").asText(), 1, Integer::sum);
        }
        assertThat(answered).as("commands that were answered").isNotEmpty();
        assertThat(records).allSatisfy((resource, times) -> assertThat(times).as(resource).isOne());
        assertThat(records.keySet()).as("records against effects")
                .containsExactlyInAnyOrderElementsOf(effects.values().stream().map(id -> "route/" + id).toList());
        assertThat(effects.keySet()).as("effects against receipts").containsAll(answered.keySet());
        answered.forEach((path, answer) -> {
            JsonNode receipt = answer.path("receipt");
            JsonNode found = admin.get("/api/v1/audit/%s/%d/%d".formatted(receipt.path("topic").asText(),
                    receipt.path("partition").asInt(), receipt.path("offset").asLong())).json();
            assertThat(found.path("event").path("data").path("resource").asText()).as(answer.toString())
                    .isEqualTo("route/" + effects.get(path));
        });
        JsonNode chains = admin.post("/api/v1/audit/verify", Json.LENIENT.createObjectNode()).json();
        assertThat(chains.path("nodes")).hasSize(1);
        assertThat(chains.path("nodes").path(0).has("break")).as(chains.toString()).isFalse();
        assertThat(chains.path("checked").asLong()).isGreaterThanOrEqualTo(records.size());
    }

    private static long queue(Api admin) {
        for (JsonNode dependency : admin.get("/api/v1/health").json().path("dependencies")) {
            if (dependency.path("name").asText().equals("kafka")) {
                return dependency.path("queues").path("audit records to relay").asLong(-1);
            }
        }
        return -1;
    }

    /** All pages. */
    private static List<JsonNode> items(Api admin, String path) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = admin.get(path + cursor).json();
            page.path("items").forEach(items::add);
            cursor = page.hasNonNull("cursor") ? "&cursor=" + page.path("cursor").asText() : "";
        } while (!cursor.isEmpty());
        return items;
    }
}
