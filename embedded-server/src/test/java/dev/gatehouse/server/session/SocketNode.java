package dev.gatehouse.server.session;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.fixture.RawWebSocket;
import dev.gatehouse.server.http.Authenticator;
import dev.gatehouse.server.http.HttpServer;
import dev.gatehouse.server.http.SocketLimits;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A real server with nothing but {@code /ws}; a token is {@code <username>.<session>}. */
final class SocketNode implements AutoCloseable {

    /** Limits that no well-behaved test meets. */
    static final SessionLimits WIDE = new SessionLimits(Duration.ofSeconds(60), 3, 10_000, 10_000, 1_000_000,
            Elsewhere.ALLOW);

    final TestNode node;
    private final HttpServer server;
    private final List<RawWebSocket> open = new ArrayList<>();
    private int sessions;

    SocketNode(SessionLimits limits, SocketLimits sockets) throws IOException {
        node = TestNode.alone(limits, Clock.systemUTC());
        server = new HttpServer(new HttpServer.Address("127.0.0.1", 0, null, ""),
                new HttpServer.Service("test", List.of(), List.of(FleetSocket.route(node.service, sockets)),
                        authenticator(), HttpServer::internal, (_, _, _, _) -> {}, (_, _, _) -> {},
                        Duration.ofSeconds(3)));
        server.start();
    }

    private static Authenticator authenticator() {
        return token -> {
            String[] parts = token.split("\\.", -1);
            if (parts.length != 2) {
                throw new RequestFailure(ErrorCode.TOKEN_INVALID, "no");
            }
            return TestNode.client(parts[1], parts[0]);
        };
    }

    URI uri() {
        return server.uri();
    }

    /** A client that is welcomed, with further headers. */
    RawWebSocket client(String... headers) throws IOException {
        return clientOf("ann", headers);
    }

    /** A client of a user that is welcomed, with further headers. */
    RawWebSocket clientOf(String username, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Authorization: Bearer " + username + ".s" + sessions++);
        RawWebSocket client = RawWebSocket.open(uri(), "/ws", all.toArray(String[]::new));
        open.add(client);
        String type = client.readJson().path("type").asText();
        if (!Objects.equals(type, "welcome")) {
            throw new IllegalStateException("Not welcomed but " + type);
        }
        return client;
    }

    @Override
    public void close() throws IOException {
        for (RawWebSocket client : open) {
            client.close();
        }
        node.close();
        server.close();
    }
}
