package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.Enforcement;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Authenticator;
import dev.gatehouse.server.http.HttpServer;
import dev.gatehouse.server.http.SocketLimits;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.live.LiveFeed;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.session.sqlite.SqliteEndedSessionStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server, real WebSockets, the real replica; a token is {@code <username>.<session>}. */
class SessionEndpointsTest {

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<AuditDraft> recorded = new CopyOnWriteArrayList<>();
    private final List<String> revoked = new CopyOnWriteArrayList<>();
    private final TestNode node = TestNode.alone(
            new SessionLimits(Duration.ofSeconds(30), 3, 2, 100, 100, Elsewhere.ALLOW),
            Clock.systemUTC());
    private ReplicaDatabase replica;
    private EndedSessionKeeper keeper;
    private LiveFeed feed;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        replica = new ReplicaDatabase(folder);
        EndedSessionStore ended = new SqliteEndedSessionStore(replica);
        keeper = new EndedSessionKeeper(ended, node.bus, Clock.systemUTC());
        feed = new LiveFeed(List.of(node.view, new NodesView(node.registry)), (view, query, actor) -> {});
        SessionKicks kicks = new SessionKicks(node.index, node.orders, (ids, _) -> revoked.addAll(ids),
                draft -> {
                    recorded.add(draft);
                    return new Receipt("journal.n1", 0, recorded.size());
                }, Clock.systemUTC());
        server = new HttpServer(new HttpServer.Address("127.0.0.1", 0, null, ""),
                new HttpServer.Service("test",
                        new SessionEndpoints(node.index, node.view, node.sync, ended, kicks,
                                Clock.systemUTC()).endpoints(),
                        List.of(FleetSocket.route(node.service, SocketLimits.DEFAULTS), feed.route()), authenticator(),
                        HttpServer::internal,
                        (_, _, _, _) -> {}, (_, _, _) -> {}, Duration.ofSeconds(3)));
        server.start();
    }

    @AfterEach
    void stop() {
        feed.close();
        node.close();
        keeper.close();
        server.close();
        replica.close();
    }

    @Test
    void clientComesOnlineIsListedAndLeaves() throws Exception {
        Received client = connect("/ws", "gatehouse.v1", "ann.s1");
        await().until(() -> client.texts.size() == 1);
        assertThat(client.text(0).path("type").asText()).isEqualTo("welcome");
        client.socket().sendText("{\"type\":\"heartbeat\"}", true).join();
        await().until(() -> client.texts.size() == 2);
        assertThat(client.text(1).path("type").asText()).isEqualTo("pong");

        JsonNode listing = get("/api/v1/sessions?q=ann&kind=web&sort=-username&limit=5");
        assertThat(listing.path("total").asLong()).isEqualTo(1);
        assertThat(listing.path("items").get(0).path("sid").asText()).isEqualTo("s1");
        assertThat(get("/api/v1/sessions?user=bob").path("total").asLong()).isZero();
        assertThat(get("/api/v1/sessions?fresh=true").path("age").asLong()).isZero();
        assertThat(get("/api/v1/sessions/s1").path("username").asText()).isEqualTo("ann");

        client.socket().sendClose(1000, "bye").join();
        await().until(() -> get("/api/v1/sessions").path("total").asLong() == 0);
        await().until(() -> get("/api/v1/sessions/ended").path("total").asLong() == 1);
        JsonNode over = get("/api/v1/sessions/ended").path("items").get(0);
        assertThat(over.path("by").asText()).isEqualTo("client");
        assertThat(over.path("code").asInt()).isEqualTo(1000);
    }

    @Test
    void kickRecordsRevokesAndCloses() throws Exception {
        Received client = connect("/ws", "gatehouse.v1", "ann.s1");
        await().until(() -> node.index.find("s1") != null);

        JsonNode kicked = send("DELETE", "/api/v1/sessions/s1?reason=enough", null);

        assertThat(kicked.path("matched").asLong()).isEqualTo(1);
        assertThat(kicked.path("enforcement").get(0).path("state").asText()).isEqualTo(Enforcement.ENFORCED);
        assertThat(kicked.path("receipt").path("topic").asText()).isEqualTo("journal.n1");
        await().until(() -> client.closeCode == 4001);
        assertThat(client.text(client.texts.size() - 1).path("reason").asText()).isEqualTo("enough");
        assertThat(revoked).containsExactly("s1");
        assertThat(recorded).singleElement().satisfies(draft -> {
            assertThat(draft.resource()).isEqualTo("session/s1");
            assertThat(draft.reason()).isEqualTo("enough");
            assertThat(draft.before()).isNotNull();
        });
    }

    @Test
    void kickByFilterMeetsOnlyWhatItNames() throws Exception {
        Received ann = connect("/ws", "gatehouse.v1", "ann.s1");
        Received bob = connect("/ws", "gatehouse.v1", "bob.s2");
        await().until(() -> node.index.count() == 2);

        assertThat(send("POST", "/api/v1/sessions/kick", "{\"filter\":{\"q\":\"user:b\"}}").path("matched").asLong())
                .isEqualTo(1);

        await().until(() -> bob.closeCode == 4001);
        assertThat(ann.closeCode).isZero();
        assertThat(send("POST", "/api/v1/sessions/kick", "{\"filter\":{}}").path("code").asText())
                .isEqualTo("invalid");
        assertThat(send("DELETE", "/api/v1/sessions/nobody", null).path("code").asText()).isEqualTo("not-found");
        assertThat(get("/api/v1/sessions?sort=colour").path("code").asText()).isEqualTo("invalid");
    }

    @Test
    void tooManySocketsAreRefusedBeforeTheUpgrade() throws Exception {
        connect("/ws", "gatehouse.v1", "ann.s1");
        connect("/ws", "gatehouse.v1", "ann.s2");
        await().until(() -> node.index.count() == 2);

        assertThatThrownBy(() -> connect("/ws", "gatehouse.v1", "ann.s3")).cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class,
                        refusal -> assertThat(refusal.getResponse().statusCode()).isEqualTo(429));
    }

    @Test
    void windowFollowsWhoIsOnline() throws Exception {
        Received console = connect("/api/v1/live", "gatehouse.live.v1", "root.s0");
        console.socket().sendText("{\"op\":\"open\",\"id\":\"w\",\"view\":\"sessions\",\"query\":\"ann\"}", true)
                .join();
        await().until(() -> console.texts.size() == 1);
        assertThat(console.text(0).path("total").asLong()).isZero();

        connect("/ws", "gatehouse.v1", "ann.s1");

        await().until(() -> console.texts.size() > 1);
        assertThat(console.text(1).path("patch").path("set").get(0).path("row").path("username").asText())
                .isEqualTo("ann");
        assertThat(console.text(1).path("total").asLong()).isEqualTo(1);
    }

    @Test
    void binaryIsABadFrameAndStoppingSaysGoodbye() throws Exception {
        Received client = connect("/ws", "gatehouse.v1", "ann.s1");
        client.socket().sendBinary(ByteBuffer.allocate(3), true).join();
        await().until(() -> client.closeCode == 4400);

        Received other = connect("/ws", "gatehouse.v1", "bob.s2");
        await().until(() -> node.index.find("s2") != null);
        node.service.close();
        await().until(() -> other.closeCode == 1001);
    }

    private static Authenticator authenticator() {
        return token -> {
            String[] parts = token.split("\\.", -1);
            if (parts.length != 2) {
                throw new RequestFailure(ErrorCode.TOKEN_INVALID, "no");
            }
            return new Principal("u-" + parts[0], parts[0], parts[0].equals("root") ? Set.of(Role.ADMIN) : Set.of(),
                    parts[1], "t", ClientKind.WEB, Instant.EPOCH, Instant.now(), Instant.now().plusSeconds(60));
        };
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    private JsonNode send(String method, String path, @Nullable String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.uri().resolve(path))
                .header("Authorization", "Bearer root.s0").header("Content-Type", "application/json")
                .method(method, body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body))
                .build();
        return Json.STRICT.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private Received connect(String path, String subprotocol, String token) {
        Received received = new Received();
        received.socket = http.newWebSocketBuilder().subprotocols(subprotocol, "bearer." + token)
                .buildAsync(URI.create(server.uri().toString().replace("http", "ws") + path), received).join();
        return received;
    }

    /** What the server sent to one client. */
    private static final class Received implements WebSocket.Listener {

        private final List<String> texts = new CopyOnWriteArrayList<>();
        private final StringBuilder part = new StringBuilder();
        private volatile int closeCode;
        private @Nullable WebSocket socket;

        WebSocket socket() {
            return Objects.requireNonNull(socket);
        }

        JsonNode text(int index) throws IOException {
            return Json.STRICT.readTree(texts.get(index));
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                texts.add(part.toString());
                part.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closeCode = code;
            return null;
        }
    }
}
