package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.FleetClient;
import dev.gatehouse.server.fixture.KafkaFixture;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.kafka.KafkaEventLog;
import dev.gatehouse.server.log.kafka.KafkaTopic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogNodeTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @TempDir
    private Path folder;

    @Test
    void everyRequestIsOnTheTopicWithItsCallerAndItsTrace() throws Exception {
        try (KafkaFixture kafka = KafkaFixture.started(folder.resolve("kafka"));
                GatehouseServer node = started(kafka)) {
            Api admin = TestNodes.admin(node);
            List<JsonNode> seen = new CopyOnWriteArrayList<>();
            try (EventLog log = new KafkaEventLog(
                    new KafkaTopic(kafka.bootstrap(), "gatehouse.access", 3, false, KafkaTopic.PATIENCE),
                    Clock.systemUTC()); var reading = log.subscribe(Map.of(), collecting(seen))) {
                assertThat(reading).isNotNull();
                admin.send("GET", "/api/v1/users?q=secret", null, Map.of("X-Trace-ID", TRACE));
                new Api(node.uri()).get("/nowhere");
                try (FleetClient client = FleetClient.online(node.uri(), admin.token())) {
                    assertThat(client).isNotNull();
                    await().atMost(LONG).untilAsserted(() -> assertThat(seen)
                            .anySatisfy(event -> {
                                assertThat(event.path("type").asText()).isEqualTo("gatehouse.http.answered");
                                assertThat(event.path("source").asText()).isEqualTo("/gatehouse/n1");
                                JsonNode data = event.path("data");
                                assertThat(data.path("method").asText()).isEqualTo("GET");
                                assertThat(data.path("path").asText()).isEqualTo("/api/v1/users");
                                assertThat(data.path("status").asInt()).isEqualTo(200);
                                assertThat(data.path("bytes").asLong()).isPositive();
                                assertThat(data.path("millis").asDouble()).isPositive();
                                assertThat(data.path("userName").asText()).isEqualTo(TestNodes.ADMIN);
                                assertThat(data.path("user").asText()).isNotEmpty();
                                assertThat(data.path("ip").asText()).isEqualTo("127.0.0.1");
                                assertThat(data.path("traceId").asText()).isEqualTo(TRACE);
                                assertThat(data.path("node").asText()).isEqualTo("n1");
                            })
                            .anySatisfy(event -> {
                                assertThat(event.path("data").path("path").asText()).isEqualTo("/nowhere");
                                assertThat(event.path("data").path("status").asInt()).isEqualTo(404);
                                assertThat(event.path("data").has("user")).isFalse();
                            })
                            .anySatisfy(event -> {
                                assertThat(event.path("data").path("path").asText()).isEqualTo("/ws");
                                assertThat(event.path("data").path("status").asInt()).isEqualTo(101);
                                assertThat(event.path("data").path("userName").asText()).isEqualTo(TestNodes.ADMIN);
                                assertThat(event.path("data").path("traceId").asText()).hasSize(32);
                            }));
                }
                assertThat(seen).noneSatisfy(event -> assertThat(event.toString()).contains("secret"));
            }
        }
    }

    @Test
    void whatIsLostWhileKafkaIsAwayIsCounted() throws Exception {
        try (KafkaFixture kafka = KafkaFixture.started(folder.resolve("kafka"));
                GatehouseServer node = started(kafka)) {
            Api admin = TestNodes.admin(node);
            kafka.stop();
            for (int i = 0; i < 20; i++) {
                assertThat(admin.get("/api/v1/me").status()).isEqualTo(200);
            }
            await().atMost(LONG).untilAsserted(() -> assertThat(queue(admin, "access records lost")).isPositive());
            assertThat(admin.get("/metrics").text()).contains("gatehouse_access_dropped");
        }
    }

    private static long queue(Api admin, String name) {
        for (JsonNode dependency : admin.get("/api/v1/health").json().path("dependencies")) {
            if (dependency.path("name").asText().equals("kafka")) {
                return dependency.path("queues").path(name).asLong(-1);
            }
        }
        return -1;
    }

    private GatehouseServer started(KafkaFixture kafka) throws ConfigException, StartException {
        return TestNodes.start(folder.resolve("node"), Map.of("node.id", "n1", "kafka.bootstrap", kafka.bootstrap()));
    }

    private static EventLog.Reader collecting(List<JsonNode> seen) {
        return new EventLog.Reader() {
            @Override
            public void read(List<EventLog.Entry> entries) {
                for (EventLog.Entry entry : entries) {
                    try {
                        seen.add(Json.LENIENT.readTree(entry.value()));
                    } catch (IOException e) {
                        throw new IllegalStateException("Not JSON: " + entry.value(), e);
                    }
                }
            }

            @Override
            public void gap(int partition, long from, long to) {
                throw new IllegalStateException("The topic has lost records.");
            }
        };
    }
}
