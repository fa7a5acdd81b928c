package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.server.auth.redis.RedisDenylist;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was denied stays denied when the node starts again. */
class DenialRestartTest {

    @TempDir
    private Path folder;

    @Test
    void logoutHoldsOverARestartWithoutRedis() throws Exception {
        String token;
        String other;
        try (GatehouseServer node = TestNodes.start(folder, Map.of())) {
            token = TestNodes.admin(node).token();
            other = TestNodes.admin(node).token();
            logOut(node, token);
        }
        try (GatehouseServer again = TestNodes.start(folder, Map.of())) {
            assertThat(me(again, token).code()).isEqualTo("token-revoked");
            assertThat(me(again, other).status()).isEqualTo(200);
        }
    }

    @Test
    void logoutWhileRedisWasAwayHoldsOverARestart() throws Exception {
        try (RedisFixture redis = RedisFixture.start()) {
            Map<String, String> settings = Map.of("redis.uri", redis.uri());
            String token;
            try (GatehouseServer node = TestNodes.start(folder, settings)) {
                token = TestNodes.admin(node).token();
                redis.kill();
                logOut(node, token);
            }
            try (GatehouseServer again = TestNodes.start(folder, settings)) {
                assertThat(me(again, token).code()).isEqualTo("token-revoked");
                redis.restart();
                await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> assertThat(denied(redis)).isOne());
                assertThat(me(again, token).code()).isEqualTo("token-revoked");
            }
        }
    }

    @Test
    void whatAnotherNodeDeniedHoldsAtANodeThatStartsWithoutRedis() throws Exception {
        try (RedisFixture redis = RedisFixture.start()) {
            Map<String, String> settings = Map.of("redis.uri", redis.uri());
            String token;
            try (GatehouseServer node = TestNodes.start(folder, settings)) {
                token = TestNodes.admin(node).token();
                try (PooledRedisConnection connection = new PooledRedisConnection(RedisAddress.parse(redis.uri()),
                        "gh:", Clock.systemUTC(), _ -> {})) {
                    String session = me(node, token).json().path("sessionId").asText();
                    new RedisDenylist(connection, Clock.systemUTC()).deny(hash(session),
                            Clock.systemUTC().instant().plus(Duration.ofHours(1)));
                }
                await().atMost(Duration.ofSeconds(15))
                        .untilAsserted(() -> assertThat(me(node, token).code()).isEqualTo("token-revoked"));
            }
            redis.kill();
            try (GatehouseServer again = TestNodes.start(folder, settings)) {
                assertThat(me(again, token).code()).isEqualTo("token-revoked");
            }
        }
    }

    /** How the denylist knows a session. */
    private static String hash(String session) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(session.getBytes(StandardCharsets.UTF_8)));
    }

    /** How many sessions the shared list denies. */
    private static long denied(RedisFixture redis) {
        try (PooledRedisConnection connection = new PooledRedisConnection(RedisAddress.parse(redis.uri()), "gh:",
                Clock.systemUTC(), _ -> {})) {
            return connection.<Long>call(commands -> commands.zcard("gh:denied"));
        }
    }

    private static void logOut(GatehouseServer node, String token) {
        assertThat(new Api(node.uri()).with(token).post("/api/v1/auth/logout", Map.of()).status()).isEqualTo(204);
    }

    private static Api.Answer me(GatehouseServer node, String token) {
        return new Api(node.uri()).with(token).get("/api/v1/me");
    }
}
