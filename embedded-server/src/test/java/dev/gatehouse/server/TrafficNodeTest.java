package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.fixture.RawWebSocket;
import dev.gatehouse.server.fixture.WebSocketUpstream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that takes managed traffic. */
class TrafficNodeTest {

    @TempDir
    private Path folder;

    @Test
    void routeHoldsForTrafficWithinASecondOfItsChange() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder, Map.of("traffic.port", "0"))) {
            Api admin = TestNodes.admin(node);
            URI traffic = Objects.requireNonNull(node.trafficUri());
            Api caller = new Api(traffic);
            assertThat(caller.get("/hello").code()).isEqualTo("not-found");

            assertThat(admin.post("/api/v1/routes", Map.of("path", "/hello", "permission", "user", "staticAnswer",
                    Map.of("status", 200, "contentType", "text/plain", "body", "Hello"))).status()).isEqualTo(201);
            assertThat(admin.post("/api/v1/routes", Map.of("path", "/inside", "permission", "public", "upstreams",
                    List.of(node.uri().toString()))).status()).isEqualTo(201);

            await().atMost(Duration.ofSeconds(1)).until(() -> caller.get("/hello").status() == 401);
            assertThat(caller.with(admin.token()).get("/hello").text()).isEqualTo("Hello");
            await().atMost(Duration.ofSeconds(1)).until(() -> caller.get("/inside").status() != 404);
            assertThat(caller.get("/inside").code()).isEqualTo("upstream-forbidden");
            await().atMost(Duration.ofSeconds(5)).until(
                    () -> admin.get("/api/v1/routes/traffic").json().path("items").size() == 2);
            String id = admin.get("/api/v1/routes/traffic").json().path("items").path(0).path("routeId").asText();
            assertThat(admin.get("/metrics").text())
                    .contains("gatehouse_traffic_requests_seconds_count{route=\"" + id);
            assertThat(admin.get("/api/v1/routes/traffic").json().path("replica").path("current").asBoolean()).isTrue();

            assertThat(admin.send("DELETE", "/api/v1/routes/" + id, null, Map.of("If-Match", "1")).status())
                    .isEqualTo(200);
            await().atMost(Duration.ofSeconds(5)).until(() -> !admin.get("/metrics").text().contains(id));
            assertThat(admin.get("/api/v1/routes/traffic").text()).doesNotContain(id);
        }
    }

    @Test
    void tokenThatWasVerifiedOnceIsRefusedAsSoonAsItsSessionIsOver() throws Exception {
        try (WebSocketUpstream upstream = new WebSocketUpstream("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
                GatehouseServer node = TestNodes.start(folder, Map.of("traffic.port", "0"))) {
            Api admin = TestNodes.admin(node);
            URI traffic = Objects.requireNonNull(node.trafficUri());
            admin.post("/api/v1/routes", Map.of("path", "/desk", "permission", "user", "upstreams",
                    List.of(upstream.address())));
            admin.post("/api/v1/routes", Map.of("path", "/office", "permission", "admin", "roles", List.of("viewer"),
                    "upstreams", List.of(upstream.address())));
            String ann = admin.post("/api/v1/users",
                    Map.of("username", "ann", "password", TestNodes.PASSWORD, "roles", List.of("viewer"))).json()
                    .path("id").asText();
            Api first = new Api(node.uri()).signedIn("ann", TestNodes.PASSWORD);
            Api second = new Api(node.uri()).signedIn("ann", TestNodes.PASSWORD);
            await().atMost(Duration.ofSeconds(1)).until(() -> new Api(traffic).get("/office").status() == 401);
            for (int call = 0; call < 3; call++) {
                assertThat(new Api(traffic).with(first.token()).get("/desk").status()).isEqualTo(204);
                assertThat(new Api(traffic).with(second.token()).get("/office").status()).isEqualTo(204);
            }

            first.post("/api/v1/auth/logout", Map.of());
            assertThat(new Api(traffic).with(first.token()).get("/desk").code()).isEqualTo("token-revoked");
            assertThat(admin.send("PATCH", "/api/v1/users/" + ann, "{\"roles\":[]}", Map.of("If-Match", "1"))
                    .status()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(1))
                    .until(() -> new Api(traffic).with(second.token()).get("/office").status() == 403);
            assertThat(new Api(traffic).with(second.token()).get("/desk").status()).isEqualTo(204);
            admin.post("/api/v1/users/" + ann + "/ban", Map.of("reason", "spam"));
            await().atMost(Duration.ofSeconds(1))
                    .until(() -> new Api(traffic).with(second.token()).get("/desk").code().equals("token-revoked"));
        }
    }

    @Test
    void tunnelsEndWithWhatLetThemIn() throws Exception {
        try (WebSocketUpstream upstream = new WebSocketUpstream(WebSocketUpstream.SWITCHING);
                GatehouseServer node = TestNodes.start(folder, Map.of("traffic.port", "0"))) {
            Api admin = TestNodes.admin(node);
            URI traffic = Objects.requireNonNull(node.trafficUri());
            String route = admin
                    .post("/api/v1/routes",
                            Map.of("path", "/chat", "permission", "user", "upstreams", List.of(upstream.address())))
                    .json().path("id").asText();
            String ben = admin.post("/api/v1/users", Map.of("username", "ben", "password", TestNodes.PASSWORD)).json()
                    .path("id").asText();
            admin.post("/api/v1/users", Map.of("username", "ann", "password", TestNodes.PASSWORD));
            Api first = new Api(node.uri()).signedIn("ann", TestNodes.PASSWORD);
            Api second = new Api(node.uri()).signedIn("ann", TestNodes.PASSWORD);
            Api third = new Api(node.uri()).signedIn("ann", TestNodes.PASSWORD);
            Api banned = new Api(node.uri()).signedIn("ben", TestNodes.PASSWORD);
            await().atMost(Duration.ofSeconds(1)).until(() -> new Api(traffic).get("/chat").status() == 401);
            try (RawWebSocket signedOut = tunnel(traffic, first);
                    RawWebSocket revoked = tunnel(traffic, second);
                    RawWebSocket outlives = tunnel(traffic, third);
                    RawWebSocket ofBen = tunnel(traffic, banned)) {
                first.post("/api/v1/auth/logout", Map.of());
                assertEnds(signedOut, "the session is over");
                new Api(node.uri()).post("/api/v1/auth/revoke", Map.of("token", second.token()));
                assertEnds(revoked, "the session is over");
                admin.post("/api/v1/users/" + ben + "/ban", Map.of("reason", "spam"));
                assertEnds(ofBen, "the session is over");

                outlives.raw(RawWebSocket.unmasked(RawWebSocket.FIN | RawWebSocket.TEXT, new byte[]{'a'}));
                assertThat(outlives.read().text()).isEqualTo("a");
                assertThat(admin.send("DELETE", "/api/v1/routes/" + route, null, Map.of("If-Match", "1")).status())
                        .isEqualTo(200);
                assertEnds(outlives, "the route is no longer there");
            }
        }
    }

    private static RawWebSocket tunnel(URI traffic, Api caller) throws IOException {
        RawWebSocket socket = RawWebSocket.open(traffic, "/chat", "Authorization: Bearer " + caller.token());
        assertThat(socket.answer()).startsWith("HTTP/1.1 101");
        return socket;
    }

    private static void assertEnds(RawWebSocket socket, String reason) throws IOException {
        long startedNanos = System.nanoTime();
        RawWebSocket.Frame bye = socket.readClose();
        assertThat(bye.code()).isEqualTo(1008);
        assertThat(bye.text()).endsWith(reason);
        assertThat(Duration.ofNanos(System.nanoTime() - startedNanos)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void trafficPortCanBeOff() throws Exception {
        try (GatehouseServer node = TestNodes.start(folder, Map.of())) {
            assertThat(node.trafficUri()).isNull();
        }
    }
}
