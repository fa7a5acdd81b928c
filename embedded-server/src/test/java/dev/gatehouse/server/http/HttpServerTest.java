package dev.gatehouse.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.fixture.Api;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {

    private static final Principal VIEWER = new Principal("u1", "ann", Set.of(Role.VIEWER), "s1", "t1", ClientKind.WEB,
            Instant.EPOCH, Instant.EPOCH, Instant.MAX);
    private static final Duration DEADLINE = Duration.ofMillis(300);

    /** What a test endpoint is sent. */
    record Body(String name) {}

    private static final List<String> EVENTS = new CopyOnWriteArrayList<>();
    private static HttpServer server;
    private static Api guest;

    @BeforeEach
    void forget() {
        EVENTS.clear();
    }

    @BeforeAll
    static void start() throws Exception {
        List<Endpoint> endpoints = List.of(
                Endpoint.reads(Access.PUBLIC, "/ok", "Answers", Map.class, exchange -> {
                    EVENTS.add("handled " + Trace.current().traceId());
                    return Map.of("ok", true);
                }),
                Endpoint.reads(Access.PUBLIC, "/throws", "Breaks", Map.class, exchange -> {
                    throw new IllegalStateException("secret detail of the database");
                }),
                Endpoint.reads(Access.PUBLIC, "/breaks-off", "Ends midway", CsvText.class,
                        exchange -> new Download("text/csv", "x.csv", out -> {
                            out.write("half\n".repeat(50_000).getBytes(StandardCharsets.UTF_8));
                            out.flush();
                            throw new IOException("the disk does not read");
                        })),
                Endpoint.reads(Access.PUBLIC, "/slow", "Takes its time", Map.class, exchange -> waited()),
                Endpoint.changes(Access.OPERATOR, Endpoint.Method.POST, "/change", "Changes", Body.class, Map.class,
                        exchange -> Map.of("name", exchange.body(Body.class).name())),
                Endpoint.changes(Access.PUBLIC, Endpoint.Method.POST, "/known", "Refuses", null, null, exchange -> {
                    throw new RequestFailure(ErrorCode.CONFLICT, "It is in the way.").asRecorded();
                }),
                Endpoint.changes(Access.PUBLIC, Endpoint.Method.POST, "/body", "Reads", Body.class, Map.class,
                        exchange -> Map.of("name", exchange.body(Body.class).name())));
        HttpServer.Service service = new HttpServer.Service("test", endpoints, List.of(), token -> {
            EVENTS.add("authenticated");
            if (token.equals("good")) {
                return VIEWER;
            }
            throw new RequestFailure(ErrorCode.TOKEN_INVALID, "No token of ours.");
        }, HttpServer::internal,
                (endpoint, path, actor, failure) -> EVENTS
                        .add("refused " + path + " " + actor.name() + " " + failure.code().code()),
                (endpoint, status, nanos) -> EVENTS.add("observed " + status), DEADLINE);
        server = new HttpServer(new HttpServer.Address("127.0.0.1", 0, null, ""), service);
        server.start();
        guest = new Api(server.uri());
    }

    @Test
    void anAnswerThatBreaksOffIsNotTakenForAWhole() {
        assertThatThrownBy(() -> guest.get("/breaks-off")).hasCauseInstanceOf(IOException.class);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** What every store does that waits: no longer than the call has left. */
    private static Object waited() {
        try {
            while (true) {
                var _ = new CountDownLatch(1).await(Deadline.budget(Duration.ofMillis(50)).toMillis(),
                        TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void assertProblem(Api.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.header("Content-Type")).startsWith(Problem.MEDIA_TYPE);
        assertThat(answer.json().get("type").asText()).isEqualTo("urn:gatehouse:error:" + code);
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("traceId").asText()).matches("[0-9a-f]{32}");
    }

    @Test
    void traceComesFirstAndTheAccessLogSeesTheStatus() {
        Api.Answer answer = guest.get("/ok");

        assertThat(answer.header("X-Trace-ID")).matches("[0-9a-f]{32}");
        assertThat(answer.header("Server")).isNull();
        await().untilAsserted(
                () -> assertThat(EVENTS).containsExactly("handled " + answer.header("X-Trace-ID"), "observed 200"));
    }

    @Test
    void aHandlerThatThrowsLeaksNothing() {
        Api.Answer answer = guest.send("GET", "/throws", null,
                Map.of("X-Trace-ID", "4bf92f3577b34da6a3ce929d0e0e4736"));

        assertProblem(answer, 500, "internal");
        assertThat(answer.json().get("traceId").asText()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(answer.text()).doesNotContain("secret", "Exception", "dev.gatehouse", "at ");
        await().untilAsserted(() -> assertThat(EVENTS).containsExactly("observed 500"));
    }

    @Test
    void theDeadlineIsReachedInTime() {
        long startedNanos = System.nanoTime();

        Api.Answer answer = guest.get("/slow");

        assertProblem(answer, 504, "deadline-exceeded");
        assertThat(Duration.ofNanos(System.nanoTime() - startedNanos)).isBetween(DEADLINE.minusMillis(50),
                DEADLINE.plusSeconds(2));
    }

    @Test
    void whoSomebodyIsGoesBeforeWhatHeMayGoesBeforeWhatHeSent() {
        String nonsense = "{{{";

        assertProblem(guest.send("POST", "/change", nonsense, Map.of()), 401, "not-authenticated");
        assertProblem(guest.with("bad").send("POST", "/change", nonsense, Map.of()), 401, "token-invalid");
        assertProblem(guest.with("good").send("POST", "/change", nonsense, Map.of()), 403, "forbidden");

        await().untilAsserted(() -> assertThat(EVENTS).containsExactly(
                "refused /change anonymous not-authenticated", "observed 401",
                "authenticated", "refused /change anonymous token-invalid", "observed 401",
                "authenticated", "refused /change ann forbidden", "observed 403"));
    }

    @Test
    void aRefusalThatIsInTheBookIsNotRecordedTwice() {
        assertProblem(guest.send("POST", "/known", null, Map.of()), 409, "conflict");

        await().untilAsserted(() -> assertThat(EVENTS).containsExactly("observed 409"));
    }

    @Test
    void a401SaysHowToSignIn() {
        assertThat(guest.send("POST", "/change", "{}", Map.of()).header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"[]|400|bad-request", "null|400|bad-request", "{\"name\":7|400|bad-request",
            "{\"name\":[]}|422|invalid", "{\"nam\":\"x\"}|422|invalid", "{\"name\":\"x\"}{}|400|bad-request",
            "\"x\"|400|bad-request"})
    void aBodyIsReadStrictly(String body, int status, String code) {
        assertProblem(guest.send("POST", "/body", body, Map.of()), status, code);
    }

    @Test
    void whatIsNotThereIsAProblemToo() {
        assertProblem(guest.get("/nothing"), 404, "not-found");
        assertProblem(guest.send("DELETE", "/ok", null, Map.of()), 405, "method-not-allowed");
        assertProblem(guest.get("/%2e%2e/%2e%2e/etc/passwd"), 400, "bad-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HELLO\r\n\r\n", "GET / HTTP/9.9\r\nHost: x\r\n\r\n", "GET /ok HTTP/1.1\r\n\r\n",
            "GET /ok HTTP/1.1\r\nHost: x\r\nbroken header\r\n\r\n",
            "GET /ok HTTP/1.1\r\nHost: x\r\nContent-Length: minus\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"})
    void whatIsNoHttpIsAnsweredWithAProblem(String request) throws Exception {
        String answer = raw(request);

        assertThat(answer).matches("(?s)HTTP/1\\.1 (400|505).*").containsIgnoringCase("content-type: "
                + Problem.MEDIA_TYPE).doesNotContain("Exception", "<html", "Jetty");
        JsonNode problem = Json.LENIENT.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertThat(problem.get("code").asText()).isNotEmpty();
        assertThat(problem.get("traceId").asText()).matches("[0-9a-f]{32}");
    }

    @Test
    void overLongHeadersAreRefused() throws Exception {
        assertThat(raw("GET /ok HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(100_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431").contains(Problem.MEDIA_TYPE);
        assertThat(guest.get("/ok").status()).isEqualTo(200);
    }

    @Test
    void aTakenAddressIsToldInOneSentence() {
        HttpServer second = new HttpServer(new HttpServer.Address("127.0.0.1", server.uri().getPort(), null, ""),
                new HttpServer.Service("test", List.of(), List.of(), token -> VIEWER, HttpServer::internal,
                        (endpoint, path, actor, failure) -> {}, (endpoint, status, nanos) -> {}, DEADLINE));
        try (second) {
            assertThatThrownBy(second::start).isInstanceOf(IOException.class)
                    .hasMessageContaining("taken by another program");
        }
    }

    /** Sends bytes as they are; returns all that comes back until the node closes. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
