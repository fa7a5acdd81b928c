package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.FleetClient;
import dev.gatehouse.server.fixture.RawWebSocket;
import dev.gatehouse.server.fixture.WebSocketUpstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of seconds on a real node. */
class SessionLifetimeNodeTest {

    private static final String PASSWORD = "open sesame";

    @TempDir
    private Path folder;

    private GatehouseServer server;
    private Api admin;

    @BeforeEach
    void start() throws Exception {
        server = TestNodes.start(folder, Map.of("auth.lifetime.web.start", "4s", "auth.lifetime.web.renewals", "0",
                "auth.lifetime.app.start", "4s", "auth.lifetime.app.threshold", "3500ms", "auth.max-sessions", "2",
                "auth.off-peak", "", "traffic.port", "0"));
        server.createAdmin(TestNodes.ADMIN, TestNodes.PASSWORD.toCharArray());
        admin = new Api(server.uri()).with(login(TestNodes.ADMIN, TestNodes.PASSWORD, "admin").get("accessToken")
                .asText());
        assertThat(admin.post("/api/v1/users", Map.of("username", "ann", "password", PASSWORD)).status())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode login(String username, String password, String kind) {
        Api.Answer answer = new Api(server.uri()).post("/api/v1/auth/login",
                Map.of("username", username, "password", password, "kind", kind));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private long recorded(String sid) {
        return admin.get("/api/v1/audit?action=auth.session-end&resource=session/" + sid).json().get("total").asLong();
    }

    /** A WebSocket through the traffic port, to an upstream that sends back what it gets. */
    private RawWebSocket tunnel(WebSocketUpstream upstream, String token) throws IOException {
        admin.post("/api/v1/routes",
                Map.of("path", "/chat", "permission", "user", "upstreams", List.of(upstream.address())));
        URI traffic = Objects.requireNonNull(server.trafficUri());
        await().until(() -> new Api(traffic).get("/chat").status() == 401);
        RawWebSocket socket = RawWebSocket.open(traffic, "/chat", "Authorization: Bearer " + token);
        assertThat(socket.answer()).startsWith("HTTP/1.1 101");
        return socket;
    }

    @Test
    void sessionEndsWithItsTokensItsSocketAndARecord() {
        JsonNode in = login("ann", PASSWORD, "web");
        assertThat(in.get("expiresIn").asLong()).isLessThanOrEqualTo(4);
        Api ann = new Api(server.uri()).with(in.get("accessToken").asText());
        JsonNode me = ann.get("/api/v1/me").json();
        Instant end = Instant.parse(me.get("sessionEndsAt").asText());
        assertThat(Instant.parse(me.get("expiresAt").asText())).isBeforeOrEqualTo(end);
        FleetClient client = FleetClient.online(server.uri(), ann.token());

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(client.closeCode()).isEqualTo(4004));

        assertThat(Objects.requireNonNull(client.first("bye")).get("code").asInt()).isEqualTo(4004);
        assertThat(ann.get("/api/v1/me").code()).isEqualTo("token-expired");
        assertThat(ann.post("/api/v1/auth/refresh", Map.of("refreshToken", in.get("refreshToken").asText())).code())
                .isEqualTo("token-expired");
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(recorded(in.get("sessionId").asText())).isOne());
    }

    @Test
    void consoleOfASessionThatIsOverIsClosed() {
        String token = login(TestNodes.ADMIN, TestNodes.PASSWORD, "web").get("accessToken").asText();
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket console = http.newWebSocketBuilder()
                    .subprotocols(LiveExchange.SUBPROTOCOL, LiveExchange.BEARER_PREFIX + token)
                    .buildAsync(URI.create(server.uri().toString().replaceFirst("http", "ws") + LiveExchange.PATH),
                            new WebSocket.Listener() {

                                @Override
                                public @Nullable CompletionStage<?> onClose(WebSocket socket, int code,
                                        String reason) {
                                    closed.complete(code);
                                    return null;
                                }
                            })
                    .join();

            assertThat(closed.orTimeout(15, TimeUnit.SECONDS).join()).isEqualTo(4004);
            console.abort();
        }
    }

    @Test
    void heartbeatsKeepAnAppInAndSoDoesWhatGoesThroughATunnel() throws Exception {
        JsonNode in = login("ann", PASSWORD, "app");
        FleetClient client = FleetClient.online(server.uri(), in.get("accessToken").asText());
        try (WebSocketUpstream upstream = new WebSocketUpstream(WebSocketUpstream.SWITCHING);
                RawWebSocket tunnel = tunnel(upstream, login("ann", PASSWORD, "app").get("accessToken").asText())) {
            long startedNanos = System.nanoTime();

            await().pollInterval(Duration.ofMillis(300)).until(() -> {
                client.send("{\"type\":\"heartbeat\"}");
                tunnel.raw(RawWebSocket.unmasked(RawWebSocket.FIN | RawWebSocket.TEXT, new byte[]{'a'}));
                assertThat(tunnel.read().text()).isEqualTo("a");
                return System.nanoTime() - startedNanos > Duration.ofMillis(6_500).toNanos();
            });

            assertThat(client.closeCode()).isNull();
            Api.Answer renewed = new Api(server.uri()).post("/api/v1/auth/refresh",
                    Map.of("refreshToken", in.get("refreshToken").asText()));
            assertThat(renewed.status()).as(renewed.text()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(15)).until(() -> upstream.ended() == 1);
            assertThat(tunnel.readClose().code()).isEqualTo(1008);
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(client.closeCode()).isEqualTo(4004));
        }
    }

    @Test
    void oldestLoginGoesWhenThereIsOneTooMany() {
        JsonNode first = login("ann", PASSWORD, "admin");
        FleetClient client = FleetClient.online(server.uri(), first.get("accessToken").asText());
        JsonNode second = login("ann", PASSWORD, "admin");
        JsonNode third = login("ann", PASSWORD, "admin");

        Api ann = new Api(server.uri());
        assertThat(ann.with(first.get("accessToken").asText()).get("/api/v1/me").code()).isEqualTo("token-revoked");
        assertThat(ann.with(second.get("accessToken").asText()).get("/api/v1/me").status()).isEqualTo(200);
        assertThat(ann.with(third.get("accessToken").asText()).get("/api/v1/me/sessions").json().get("items"))
                .hasSize(2);
        await().untilAsserted(() -> assertThat(client.closeCode()).isEqualTo(4004));
        await().untilAsserted(() -> assertThat(recorded(first.get("sessionId").asText())).isOne());
    }
}
