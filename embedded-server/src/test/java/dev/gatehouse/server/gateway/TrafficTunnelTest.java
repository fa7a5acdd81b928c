package dev.gatehouse.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.server.fixture.RawWebSocket;
import dev.gatehouse.server.fixture.WebSocketUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a WebSocket stays that the traffic port let in. */
class TrafficTunnelTest {

    /** A second, and another for a machine that is busy. */
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final RoutePolicies ONE = new RoutePolicies(15_000L, null, null, new RoutePolicies.Bulkhead(1),
            List.of(), null, null);
    private static final String ANN = "Authorization: Bearer user:ann";
    private static final byte[] WORD = "hi".getBytes(StandardCharsets.UTF_8);
    private static final int TEXT = RawWebSocket.FIN | RawWebSocket.TEXT;

    private Gate gate;
    private WebSocketUpstream upstream;

    @BeforeEach
    void open() throws IOException {
        gate = new Gate();
        upstream = new WebSocketUpstream(WebSocketUpstream.SWITCHING);
    }

    @AfterEach
    void close() throws IOException {
        gate.close();
        upstream.close();
    }

    private Route route(RoutePermission permission) {
        Route route = gate.route("/chat", permission, ONE, upstream.address());
        gate.routes(route);
        return route;
    }

    private RawWebSocket tunnel(String... headers) throws IOException {
        RawWebSocket socket = RawWebSocket.open(gate.server.uri(), "/chat", headers);
        assertThat(socket.answer()).startsWith("HTTP/1.1 101");
        return socket;
    }

    /** Has the upstream say something, so that the tunnel is known to be open both ways. */
    private static void talk(RawWebSocket socket) throws IOException {
        socket.raw(RawWebSocket.unmasked(TEXT, WORD));
        assertThat(socket.read().text()).isEqualTo("hi");
    }

    private void assertNothingIsLeft() {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(gate.server.tunnels()).isZero();
            assertThat(gate.server.sessions()).isEmpty();
            assertThat(upstream.ended()).isPositive();
        });
    }

    private static void assertSentAway(RawWebSocket socket, String reason) throws IOException {
        RawWebSocket.Frame bye = socket.readClose();
        assertThat(bye.code()).isEqualTo(1008);
        assertThat(bye.text()).endsWith(reason);
        assertThat(socket.ends()).isTrue();
    }

    @Test
    void tunnelEndsWithTheSessionOfItsCaller() throws Exception {
        route(RoutePermission.USER);
        try (RawWebSocket ann = tunnel(ANN)) {
            talk(ann);
            assertThat(gate.server.sessions()).containsExactly("session-1");

            gate.over.add("id-ann");

            await().atMost(SOON).until(() -> upstream.ended() == 1);
            assertSentAway(ann, "the session is over");
            assertNothingIsLeft();
            assertThat(gate.heard).containsExactly("id-ann");
        }
    }

    @Test
    void tunnelsOfASessionWhoseTimeIsOverAreClosed() throws Exception {
        route(RoutePermission.USER);
        try (RawWebSocket ann = tunnel(ANN)) {
            talk(ann);
            gate.server.end(Set.of("session-2"));
            talk(ann);

            gate.server.end(Set.of("session-1"));

            assertSentAway(ann, "the session is over");
            assertNothingIsLeft();
        }
    }

    @Test
    void tunnelEndsAlsoWhereNobodyCanTellWhetherOthersMayStay() throws Exception {
        gate.routes(gate.route("/chat", RoutePermission.USER, RoutePolicies.NONE, upstream.address()));
        List<RawWebSocket> others = new ArrayList<>();
        try (RawWebSocket ann = tunnel(ANN)) {
            talk(ann);
            for (int other = 0; other < 8; other++) {
                others.add(tunnel("Authorization: Bearer user:ben"));
            }
            await().atMost(SOON).until(() -> gate.server.tunnels() == 9);

            gate.unknown.add("id-ben");
            gate.over.add("id-ann");

            assertSentAway(ann, "the session is over");
            assertThat(gate.server.tunnels()).isGreaterThanOrEqualTo(8);
        } finally {
            for (RawWebSocket other : others) {
                other.close();
            }
        }
    }

    @Test
    void callerWhoCannotBeFollowedTakesNoPlace() throws Exception {
        route(RoutePermission.USER);
        gate.unknown.add("id-ann");
        try (RawWebSocket refused = RawWebSocket.open(gate.server.uri(), "/chat", ANN)) {
            assertThat(refused.answer()).startsWith("HTTP/1.1 500");
        }
        gate.unknown.clear();

        try (RawWebSocket ann = tunnel(ANN)) {
            talk(ann);
        }
    }

    @Test
    void upgradeWithABodyIsRefused() throws Exception {
        route(RoutePermission.PUBLIC);
        for (String body : List.of("Transfer-Encoding: chunked", "Content-Length: 5")) {
            try (RawWebSocket refused = RawWebSocket.open(gate.server.uri(), "/chat", body)) {
                assertThat(refused.answer()).startsWith("HTTP/1.1 400");
            }
        }
    }

    @Test
    void tunnelEndsWithItsRoute() throws Exception {
        route(RoutePermission.PUBLIC);
        try (RawWebSocket socket = tunnel()) {
            talk(socket);

            gate.routes();

            assertSentAway(socket, "the route is no longer there");
            assertNothingIsLeft();
        }
    }

    @Test
    void tunnelEndsWhereItsRouteNoLongerLetsTheCallerIn() throws Exception {
        Route route = route(RoutePermission.PUBLIC);
        try (RawWebSocket socket = tunnel()) {
            talk(socket);

            gate.routes(Gate.changed(route, RoutePermission.USER, Set.of()));

            assertSentAway(socket, "the route no longer lets you in");
        }
        gate.routes(Gate.changed(route, RoutePermission.USER, Set.of()));
        await().until(() -> gate.server.tunnels() == 0);
        try (RawWebSocket socket = tunnel(ANN)) {
            talk(socket);

            gate.routes(Gate.changed(route, RoutePermission.ADMIN, Set.of(Role.OPERATOR)));

            assertSentAway(socket, "the route no longer lets you in");
            assertNothingIsLeft();
        }
    }

    @Test
    void tunnelStaysWhileItWouldBeLetInAgain() throws Exception {
        Route route = route(RoutePermission.USER);
        try (RawWebSocket ann = tunnel(ANN)) {
            talk(ann);

            gate.routes(gate.fixed("/other", "x"), Gate.changed(route, RoutePermission.PUBLIC, Set.of()));
            int before = gate.looks.get();
            await().until(() -> gate.looks.get() > before + 1);

            talk(ann);
        }
        assertNothingIsLeft();
    }

    @Test
    void clientInTheMiddleOfAFrameIsCutOff() throws Exception {
        route(RoutePermission.PUBLIC);
        try (RawWebSocket socket = tunnel()) {
            talk(socket);
            byte[] frame = RawWebSocket.unmasked(TEXT, WORD);
            socket.raw(frame[0], frame[1], frame[2]);

            gate.routes();

            assertThat(socket.ends()).isTrue();
            assertNothingIsLeft();
        }
    }

    @Test
    void tunnelHoldsItsPlaceInTheBulkheadUntilItEnds() throws Exception {
        route(RoutePermission.PUBLIC);
        try (RawWebSocket first = tunnel()) {
            talk(first);

            try (RawWebSocket second = RawWebSocket.open(gate.server.uri(), "/chat")) {
                assertThat(second.answer()).startsWith("HTTP/1.1 503");
            }
            assertThat(gate.get("/chat").body()).contains("\"code\":\"route-full\"");
        }
        await().atMost(SOON).until(() -> gate.server.tunnels() == 0);
        try (RawWebSocket third = tunnel()) {
            talk(third);

            upstream.closeAll();

            assertThat(third.ends()).isTrue();
            assertNothingIsLeft();
        }
        tunnel().close();
    }

    @Test
    void handshakeThatComesToNothingLeavesNothing() throws Exception {
        try (WebSocketUpstream refusing = new WebSocketUpstream("HTTP/1.1 404 Not Found\r\n\r\n");
                WebSocketUpstream speechless = new WebSocketUpstream("What?\r\n\r\n")) {
            for (WebSocketUpstream bad : List.of(refusing, speechless)) {
                gate.routes(gate.route("/chat", ONE, bad.address()));
                for (int attempt = 0; attempt < 2; attempt++) {
                    try (RawWebSocket socket = RawWebSocket.open(gate.server.uri(), "/chat")) {
                        assertThat(socket.answer()).containsPattern("^HTTP/1.1 (404|502)");
                    }
                }
            }
            Route route = route(RoutePermission.PUBLIC);
            for (int attempt = 0; attempt < 5; attempt++) {
                abandoned();
            }
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(gate.server.tunnels()).isZero();
                RouteState state = gate.figures.stateOf(route);
                assertThat(state.enter()).isTrue();
                state.leave();
            });
        }
    }

    /** A caller who goes before the answer to the handshake is there. */
    private void abandoned() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gate.server.uri().getPort())) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(String.join("\r\n", "GET /chat HTTP/1.1", "Host: a", "Upgrade: websocket",
                    "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "", "").getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void nodeThatStopsSaysGoodbye() throws Exception {
        route(RoutePermission.PUBLIC);
        try (RawWebSocket socket = tunnel()) {
            talk(socket);

            gate.server.close();

            assertThat(socket.readClose().code()).isEqualTo(1001);
            assertThat(socket.ends()).isTrue();
            assertNothingIsLeft();
        }
    }
}
