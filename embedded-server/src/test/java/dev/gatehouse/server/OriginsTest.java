package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.server.fixture.Api;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Web pages that call, and auditors that read. */
class OriginsTest {

    private static final String FRIEND = "https://ops.example";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static GatehouseServer node;
    private static Api admin;

    @BeforeAll
    static void start() throws Exception {
        node = TestNodes.start(folder, Map.of("http.allowed-origins", FRIEND + ", http://127.0.0.1:8080"));
        admin = TestNodes.admin(node);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Api.Answer from(@Nullable String origin, String method, String path, @Nullable String body) {
        return admin.send(method, path, body, origin == null ? Map.of() : Map.of("Origin", origin));
    }

    private static WebSocket opened(String path, String protocol, @Nullable String origin) {
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder().subprotocols(protocol, "bearer." + admin.token());
        if (origin != null) {
            builder.header("Origin", origin);
        }
        return builder.buildAsync(URI.create(node.uri().toString().replaceFirst("http", "ws") + path),
                new WebSocket.Listener() {}).join();
    }

    @ParameterizedTest
    @CsvSource({"/ws,gatehouse.v1", "/api/v1/live,gatehouse.live.v1"})
    void aSocketIsForPagesOfThisNodeAndThoseThatMay(String path, String protocol) {
        String own = node.uri().toString();
        for (String origin : new String[]{null, own, own.replace("127.0.0.1", "localhost"), FRIEND,
                FRIEND.toUpperCase(Locale.ROOT)}) {
            opened(path, protocol, origin).abort();
        }
        for (String origin : new String[]{"https://evil.example", "null", "", own + "0", "http://ops.example",
                "http://evil.example:" + node.uri().getPort()}) {
            assertThatThrownBy(() -> opened(path, protocol, origin)).as("origin " + origin)
                    .hasCauseInstanceOf(WebSocketHandshakeException.class).cause()
                    .extracting(refused -> ((WebSocketHandshakeException) refused).getResponse().statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void aPageThatMaySeesTheAnswer() {
        Api.Answer answer = from(FRIEND, "GET", "/api/v1/me", null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(FRIEND);
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(answer.header("Vary")).isEqualTo("Origin");
        assertThat(answer.header("Access-Control-Expose-Headers")).contains("X-Trace-ID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "*"})
    void aForeignPageSeesNothingAndChangesNothing(String origin) {
        Api.Answer read = from(origin, "GET", "/api/v1/me", null);
        assertThat(read.header("Access-Control-Allow-Origin")).isNull();

        Api.Answer change = from(origin, "POST", "/api/v1/users", "{\"username\":\"eve\",\"password\":\"password\"}");
        assertThat(change.status()).isEqualTo(403);
        assertThat(change.header("Access-Control-Allow-Origin")).isNull();

        Api.Answer preflight = from(origin, "OPTIONS", "/api/v1/users", null);
        assertThat(preflight.status()).isEqualTo(403);
        assertThat(preflight.header("Access-Control-Allow-Methods")).isNull();
    }

    @Test
    void whoNamesNoOriginIsNoPage() {
        Api.Answer answer = from(null, "GET", "/api/v1/me", null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    @Test
    void aPreflightIsAnsweredWithoutAToken() {
        Api.Answer answer = new Api(node.uri()).send("OPTIONS", "/api/v1/users/123", null, Map.of("Origin", FRIEND,
                "Access-Control-Request-Method", "PATCH", "Access-Control-Request-Headers", "authorization"));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(FRIEND);
        assertThat(answer.header("Access-Control-Allow-Methods")).contains("GET", "PATCH", "DELETE");
        assertThat(answer.header("Access-Control-Allow-Headers")).contains("Authorization", "If-Match");
    }

    @Test
    void browsersAreToldToTakeNoLiberties() {
        Api.Answer login = new Api(node.uri()).login(TestNodes.ADMIN, TestNodes.PASSWORD);

        assertThat(login.header("Cache-Control")).isEqualTo("no-store");
        for (Api.Answer answer : new Api.Answer[]{login, admin.get("/api/v1/users"), admin.get("/nothing"),
                admin.get("/healthz"), new Api(node.uri()).get("/api/v1/me")}) {
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    private static int readsBy(String reader) {
        return admin.get("/api/v1/audit?action=audit.read&actor=" + reader).json().get("items").size();
    }

    @Test
    void whoReadsTheAuditIsInItHimself() {
        admin.post("/api/v1/users",
                Map.of("username", "auditor", "password", "open sesame", "roles", new String[]{"viewer"}));
        Api auditor = new Api(node.uri()).signedIn("auditor", "open sesame");
        assertThat(auditor.get("/api/v1/audit?q=ann").status()).isEqualTo(200);
        assertThat(auditor.get("/api/v1/audit/coverage").status()).isEqualTo(200);
        assertThat(auditor.get("/api/v1/users").status()).isEqualTo(200);

        await().untilAsserted(() -> assertThat(readsBy("auditor")).isEqualTo(2));
        assertThat(admin.get("/api/v1/audit?action=audit.read&actor=auditor").json().get("items")).anyMatch(
                entry -> entry.toString().contains("/api/v1/audit?q=ann"));

        WebSocket window = CLIENT.newWebSocketBuilder().subprotocols("gatehouse.live.v1", "bearer." + auditor.token())
                .buildAsync(URI.create(node.uri().toString().replaceFirst("http", "ws") + "/api/v1/live"),
                        new WebSocket.Listener() {})
                .join();
        try {
            window.sendText("{\"op\":\"open\",\"id\":\"1\",\"view\":\"audit\",\"query\":\"bob\"}", true).join();
            await().untilAsserted(() -> assertThat(readsBy("auditor")).isEqualTo(3));
            window.sendText("{\"op\":\"move\",\"id\":\"1\",\"offset\":10,\"limit\":10}", true).join();
            window.sendText("{\"op\":\"open\",\"id\":\"2\",\"view\":\"sessions\"}", true).join();
            window.sendText("{\"op\":\"move\",\"id\":\"1\",\"query\":\"eve\"}", true).join();
            await().untilAsserted(() -> assertThat(readsBy("auditor")).isEqualTo(4));
        } finally {
            window.abort();
        }
    }
}
