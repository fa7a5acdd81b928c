package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.RedisFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that treats its Redis as away. */
class RehearsalTest {

    private static final String PATH = "/api/v1/rehearsal";

    @TempDir
    private Path folder;

    private RedisFixture redis;
    private GatehouseServer node;
    private Api admin;

    @BeforeEach
    void start() throws Exception {
        redis = RedisFixture.start();
        node = TestNodes.start(folder, Map.of("node.id", "n1", "redis.uri", redis.uri()));
        admin = TestNodes.admin(node);
    }

    @AfterEach
    void stop() {
        node.close();
        redis.close();
    }

    private Api.Answer begin(Object seconds) {
        return admin.post(PATH, Map.of("dependency", "redis", "seconds", seconds));
    }

    private JsonNode redisHealth() {
        return admin.get("/api/v1/health").json().get("dependencies").get(0);
    }

    private void awaitRedis(String state) {
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(redisHealth().get("state").asText()).isEqualTo(state));
    }

    @Test
    void dependencyIsTreatedAsAwayUntilTheTimeIsOver() {
        assertThat(begin(3).status()).isEqualTo(200);

        awaitRedis("degraded");
        assertThat(redisHealth().get("detail").asText()).contains("rehearsal that root began");
        assertThat(new Api(node.uri()).login(TestNodes.ADMIN, TestNodes.PASSWORD).code())
                .isEqualTo("live-state-unavailable");

        awaitRedis("live");
        await().untilAsserted(() -> assertThat(new Api(node.uri()).login(TestNodes.ADMIN, TestNodes.PASSWORD).status())
                .isEqualTo(200));
        await().untilAsserted(() -> {
            assertThat(admin.get("/api/v1/audit?action=rehearsal.begin").json().get("items")).hasSize(1);
            assertThat(admin.get("/api/v1/audit?action=rehearsal.end").json().get("items")).hasSize(1);
        });
    }

    @Test
    void rehearsalIsEndedByAnAdministratorAlthoughRedisIsTreatedAsAway() {
        assertThat(begin(600).status()).isEqualTo(200);
        awaitRedis("degraded");

        Api.Answer ended = admin.delete(PATH);

        assertThat(ended.status()).as(ended.text()).isEqualTo(200);
        assertThat(ended.json().get("receipt").has("offset")).isTrue();
        awaitRedis("live");
        assertThat(admin.get("/api/v1/health").json().get("rehearsals")).isEmpty();
        assertThat(admin.delete(PATH).code()).isEqualTo("not-found");
    }

    @Test
    void previewSaysWhatWouldBecomeOfEachAction() {
        Map<String, String> fates = new HashMap<>();
        admin.get(PATH + "?dependency=redis").json().get("effects")
                .forEach(effect -> fates.put(effect.get("deed").asText(), effect.get("fate").asText() + " "
                        + effect.get("reason").asText()));

        assertThat(fates).containsEntry("read", "allowed none").containsEntry("sign_in", "blocked needs_live_state")
                .containsEntry("kick_session", "allowed this_node").containsEntry("drain_node", "blocked policy");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThat(begin(601).status()).isEqualTo(422);
        assertThat(admin.post(PATH, Map.of("dependency", "kafka", "seconds", 10)).text()).contains("must be redis");
    }
}
