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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that end before their time, and levels that must be certain of it. */
class RevocationTest {

    @TempDir
    private Path folder;

    @Test
    void oneTokenEndsAndTheNextOfTheSameSessionIsGood() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder, Map.of())) {
            Api admin = TestNodes.admin(node);
            Api guest = new Api(node.uri());
            JsonNode pair = guest.login(TestNodes.ADMIN, TestNodes.PASSWORD).json();
            Api first = guest.with(pair.get("accessToken").asText());
            Api second = guest.with(guest.post("/api/v1/auth/refresh",
                    Map.of("refreshToken", pair.get("refreshToken").asText())).json().get("accessToken").asText());
            assertThat(first.get("/api/v1/me").status()).isEqualTo(200);

            assertThat(guest.post("/api/v1/auth/revoke", Map.of("token", first.token())).status()).isEqualTo(204);

            assertThat(first.get("/api/v1/me").code()).isEqualTo("token-revoked");
            assertThat(second.get("/api/v1/me").status()).isEqualTo(200);
            assertThat(guest.post("/api/v1/auth/revoke", Map.of("token", first.token())).status()).isEqualTo(204);
            assertThat(guest.post("/api/v1/auth/revoke", Map.of("token", "nonsense")).status()).isEqualTo(204);
            assertThat(guest.post("/api/v1/auth/revoke", Map.of()).status()).isEqualTo(422);
            await().untilAsserted(() -> assertThat(
                    admin.get("/api/v1/audit?action=auth.token-revoked").json().get("items")).hasSize(1));
        }
    }

    @Test
    void aNodeWhoseRedisIsAwayServesEachLevelAsItIsTold() throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("auth.without-redis.viewer", "closed",
                "auth.without-redis.operator", "reads", "auth.without-redis.user", "open"));
        try (RedisFixture redis = RedisFixture.start()) {
            settings.put("redis.uri", redis.uri());
            try (GatehouseServer node = TestNodes.start(folder, settings)) {
                Api admin = TestNodes.admin(node);
                await().until(() -> admin.get("/api/v1/users").status() == 200);
                redis.pause();
                try {
                    await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                            admin.get("/api/v1/users").code()).isEqualTo("live-state-unavailable"));
                    assertThat(admin.get("/api/v1/me").status()).isEqualTo(200);
                    Api.Answer change = admin.post("/api/v1/routes", Map.of("path", "/x"));
                    assertThat(change.status()).isEqualTo(503);
                    assertThat(change.header("Retry-After")).isNotNull();
                } finally {
                    redis.resume();
                }
                await().atMost(Duration.ofSeconds(20)).untilAsserted(
                        () -> assertThat(admin.get("/api/v1/users").status()).isEqualTo(200));

                redis.kill();
                await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        admin.get("/api/v1/users").code()).isEqualTo("live-state-unavailable"));
                redis.restart();
                await().atMost(Duration.ofSeconds(20)).untilAsserted(
                        () -> assertThat(admin.get("/api/v1/users").status()).isEqualTo(200));
            }
        }
    }

    @Test
    void aNodeWithoutAnyRedisIsNeverWithoutOne() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder,
                Map.of("auth.without-redis.viewer", "closed", "auth.without-redis.operator", "closed"))) {
            Api admin = TestNodes.admin(node);

            assertThat(admin.get("/api/v1/users").status()).isEqualTo(200);
            assertThat(admin.post("/api/v1/users", Map.of("username", "ann", "password", "open sesame")).status())
                    .isEqualTo(201);
        }
    }
}
