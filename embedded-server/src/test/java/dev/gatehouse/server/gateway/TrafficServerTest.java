package dev.gatehouse.server.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.server.fixture.WebSocketUpstream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The traffic port with upstreams on loopback. */
class TrafficServerTest {

    /** RFC 8441 section 3. */
    private static final int ENABLE_CONNECT_PROTOCOL = 8;
    private static final RoutePolicies PATIENT = new RoutePolicies(15_000L, null, null, null, List.of(), null, null);

    private Gate gate;

    @BeforeEach
    void open() throws IOException {
        gate = new Gate();
    }

    @AfterEach
    void close() {
        gate.close();
    }

    private String echo() throws IOException {
        return gate.upstream(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (InputStream in = exchange.getRequestBody()) {
                byte[] buffer = new byte[8192];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    exchange.getResponseBody().write(buffer, 0, read);
                    exchange.getResponseBody().flush();
                }
            }
            exchange.close();
        });
    }

    @Test
    void requestIsPassedOnWithWhatTheUpstreamMayKnow() throws Exception {
        AtomicReference<Headers> seen = new AtomicReference<>();
        AtomicReference<URI> target = new AtomicReference<>();
        String upstream = gate.upstream(exchange -> {
            seen.set(exchange.getRequestHeaders());
            target.set(exchange.getRequestURI());
            exchange.getResponseHeaders().add("X-Own", "one");
            exchange.getResponseHeaders().add("X-Trace-ID", "theirs");
            exchange.getResponseHeaders().add("Keep-Alive", "timeout=5");
            Gate.say(exchange, 201, "made");
        });
        gate.routes(gate.route("/orders/*rest", PATIENT, upstream + "/base/"));

        HttpResponse<String> answer = gate.get("/orders/7?q=a%20b", "X-Gatehouse-User", "root", "X-Forwarded-For",
                "1.2.3.4", "Authorization", "Basic eDp5", "Cookie", "session_id=s; theme=dark", "traceparent",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("made");
        assertThat(answer.headers().allValues("X-Own")).containsExactly("one");
        assertThat(answer.headers().allValues("X-Trace-ID")).containsExactly("0af7651916cd43dd8448eb211c80319c");
        assertThat(answer.headers().map()).doesNotContainKeys("keep-alive");
        assertThat(target.get()).hasToString("/base/orders/7?q=a%20b");
        Headers told = seen.get();
        assertThat(told).doesNotContainKey("X-Gatehouse-User");
        assertThat(told.get("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(told.get("X-Forwarded-Proto")).containsExactly("http");
        assertThat(told.getFirst("X-Forwarded-Host")).isEqualTo("127.0.0.1:" + gate.server.uri().getPort());
        assertThat(told.getFirst("Forwarded")).startsWith("for=127.0.0.1;host=\"127.0.0.1:").endsWith(";proto=http");
        assertThat(told.getFirst("Authorization")).isEqualTo("Basic eDp5");
        assertThat(told.getFirst("Cookie")).isEqualTo("theme=dark");
        assertThat(told.getFirst("Host")).isEqualTo(URI.create(upstream).getAuthority());
        assertThat(told.getFirst("traceparent")).startsWith("00-0af7651916cd43dd8448eb211c80319c-")
                .doesNotContain("b7ad6b7169203331");
        assertThat(told.getFirst("X-Trace-ID")).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void headersThatConnectionNamesStayOnTheConnection() throws Exception {
        AtomicReference<Headers> seen = new AtomicReference<>();
        gate.routes(gate.route("/", PATIENT, gate.upstream(exchange -> {
            seen.set(exchange.getRequestHeaders());
            Gate.say(exchange, 200, "ok");
        })));

        assertThat(gate.raw(String.join("\r\n", "GET / HTTP/1.1", "Host: a", "Connection: close, X-Hop", "X-Hop: 1",
                "X-Stays: 2", "Proxy-Authorization: x", "", ""))).startsWith("HTTP/1.1 200");

        assertThat(seen.get()).doesNotContainKeys("X-Hop", "Proxy-Authorization").containsKey("X-Stays");
    }

    @Test
    void nobodySaysWhoTheyAreOrWhatElseIsMeantByOtherNames() throws Exception {
        AtomicReference<Headers> seen = new AtomicReference<>();
        gate.routes(gate.route("/", PATIENT, gate.upstream(exchange -> {
            seen.set(exchange.getRequestHeaders());
            Gate.say(exchange, 200, "ok");
        })));

        assertThat(gate.raw(String.join("\r\n", "GET / HTTP/1.1", "Host: a", "Connection: close",
                "X_Gatehouse_User: root", "X_Forwarded_For: 10.0.0.1", "X-Forwarded-Prefix: /admin",
                "X-Original-URL: /admin", "X-HTTP-Method-Override: DELETE", "Cookie: a=1", "Cookie: b=2", "", "")))
                .startsWith("HTTP/1.1 200");

        assertThat(seen.get()).doesNotContainKeys("X_gatehouse_user", "X_forwarded_for", "X-forwarded-prefix",
                "X-original-url", "X-http-method-override");
        assertThat(seen.get().get("Cookie")).containsExactly("a=1; b=2");
    }

    @Test
    void whatNoRouteTakesIsNotFound() throws Exception {
        HttpResponse<String> answer = gate.get("/nowhere");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"not-found\"");
    }

    @Test
    void userRouteNeedsATokenAndTellsTheUpstreamWhoAsks() throws Exception {
        AtomicReference<Headers> seen = new AtomicReference<>();
        Route route = gate.route("/mine", RoutePermission.USER, PATIENT, gate.upstream(exchange -> {
            seen.set(exchange.getRequestHeaders());
            Gate.say(exchange, 200, "ok");
        }));
        gate.routes(route);

        HttpResponse<String> refused = gate.get("/mine");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(gate.get("/mine", "Authorization", "Bearer nonsense").statusCode()).isEqualTo(401);
        assertThat(gate.get("/mine", "Authorization", "Bearer user:a%b", "X-Gatehouse-Roles", "admin").statusCode())
                .isEqualTo(200);

        assertThat(seen.get().getFirst("X-Gatehouse-User")).isEqualTo("a%25b");
        assertThat(seen.get().getFirst("X-Gatehouse-User-Id")).isEqualTo("id-a%b");
        assertThat(seen.get().getFirst("X-Gatehouse-Session")).isEqualTo("session-1");
        assertThat(seen.get().getFirst("X-Gatehouse-Roles")).isNullOrEmpty();
        assertThat(seen.get()).doesNotContainKey("Authorization");
        await().untilAsserted(() -> assertThat(gate.access).anySatisfy(line -> {
            assertThat(line.status()).isEqualTo(200);
            assertThat(line.routeId()).isEqualTo(route.id());
            assertThat(line.caller()).isNotNull();
        }));
    }

    @Test
    void adminRouteNeedsARole() throws Exception {
        gate.routes(gate.route("/admin", RoutePermission.ADMIN, PATIENT, gate.saying(200, "ok")));

        assertThat(gate.get("/admin", "Authorization", "Bearer user:ann").statusCode()).isEqualTo(403);
        assertThat(gate.get("/admin", "Authorization", "Bearer admin:ann").statusCode()).isEqualTo(200);
    }

    @Test
    void staticAnswerNeedsNoUpstream() throws Exception {
        gate.routes(gate.fixed("/hello", "Hello"));

        HttpResponse<String> answer = gate.get("/hello");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("Hello");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain");
    }

    @Test
    void tenMegabytesGoBothWays() throws Exception {
        gate.routes(gate.route("/echo", PATIENT, echo()));
        byte[] body = new byte[10 << 20];
        new Random(1).nextBytes(body);

        try (HttpClient client = HttpClient.newHttpClient()) {
            byte[] back = client.send(HttpRequest.newBuilder(gate.uri("/echo")).version(HttpClient.Version.HTTP_1_1)
                    .POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofByteArray()).body();
            assertThat(Arrays.equals(back, body)).isTrue();
        }
    }

    @Test
    void bodiesArePassedOnAsTheyCome() throws Exception {
        gate.routes(gate.route("/echo", PATIENT, echo()));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gate.server.uri().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(String.join("\r\n", "POST /echo HTTP/1.1", "Host: a", "Content-Length: 11",
                    "", "first").getBytes(ISO_8859_1));

            assertThat(until(socket.getInputStream(), "first")).startsWith("HTTP/1.1 200");
            socket.getOutputStream().write("second".getBytes(ISO_8859_1));
            assertThat(until(socket.getInputStream(), "second")).doesNotContain("first");
        }
    }

    private static String until(InputStream in, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int one = in.read();
            assertThat(one).as("after %s", text).isNotNegative();
            text.append((char) one);
        }
        return text.toString();
    }

    @Test
    void http2IsSpokenInTheClear() throws Exception {
        gate.routes(gate.fixed("/hello", "Hello"), gate.route("/echo", PATIENT, echo()));
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpResponse<String> first = client.send(HttpRequest.newBuilder(gate.uri("/hello")).build(),
                    BodyHandlers.ofString());
            HttpResponse<String> second = client.send(HttpRequest.newBuilder(gate.uri("/echo"))
                    .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("of unknown length"))).build(),
                    BodyHandlers.ofString());

            assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(first.body()).isEqualTo("Hello");
            assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(second.body()).isEqualTo("of unknown length");
        }
    }

    /** Browsers open a WebSocket over the HTTP/2 that they have where a server says that it takes that (RFC 8441, 3). */
    @Test
    void nobodyIsToldToOpenWebSocketsOverHttp2() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gate.uri("/").getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(ISO_8859_1));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = (in.readUnsignedByte() << 16) + in.readUnsignedShort();
            assertThat(in.readUnsignedByte()).as("the type of the first frame, SETTINGS").isEqualTo(4);
            in.skipNBytes(5);
            Map<Integer, Integer> settings = new HashMap<>();
            for (int setting = 0; setting < length / 6; setting++) {
                settings.put(in.readUnsignedShort(), in.readInt());
            }

            assertThat(settings).isNotEmpty();
            assertThat(settings.getOrDefault(ENABLE_CONNECT_PROTOCOL, 0)).isZero();
        }
    }

    @Test
    void upstreamSetsNoneOfTheConsolesCookies() throws Exception {
        gate.routes(gate.route("/app", PATIENT, gate.upstream(exchange -> {
            exchange.getResponseHeaders().put("Set-Cookie",
                    List.of("session_id=fixed; Path=/", "theme=dark", "csrf_token=1", "session=own"));
            Gate.say(exchange, 200, "ok");
        })));

        assertThat(gate.get("/app").headers().allValues("Set-Cookie")).containsExactly("theme=dark", "session=own");
    }

    @Test
    void trailersStayBehind() throws IOException {
        String whole = "4\r\nbody\r\n0\r\n\r\n";
        try (WebSocketUpstream takes = new WebSocketUpstream(
                "HTTP/1.1 200 OK\r\nContent-Length: " + whole.length() + "\r\n\r\n");
                WebSocketUpstream gives = new WebSocketUpstream(String.join("\r\n", "HTTP/1.1 200 OK",
                        "Trailer: X-Sum", "Transfer-Encoding: chunked", "", "4", "body", "0", "X-Sum: 7", "", ""))) {
            gate.routes(gate.route("/takes", PATIENT, takes.address()),
                    gate.route("/gives", PATIENT, gives.address()));

            assertThat(gate.raw(String.join("\r\n", "POST /takes HTTP/1.1", "Host: a", "Connection: close",
                    "Trailer: X-Sum", "Transfer-Encoding: chunked", "", "4", "body", "0", "X-Sum: 7", "", "")))
                    .startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n" + whole);
            assertThat(gate.raw("GET /gives HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ").contains("body").doesNotContain("X-Sum");
        }
    }

    @Test
    void webSocketIsPassedOn() throws Exception {
        try (ServerSocket upstream = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpClient client = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            gate.routes(gate.route("/chat", PATIENT, "http://127.0.0.1:" + upstream.getLocalPort()));
            Future<byte[]> frame = threads.submit(() -> greet(upstream));
            CompletableFuture<String> said = new CompletableFuture<>();

            WebSocket socket = client.newWebSocketBuilder().buildAsync(
                    URI.create("ws://127.0.0.1:" + gate.server.uri().getPort() + "/chat"), new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                            said.complete(data.toString());
                            return CompletableFuture.completedStage(null);
                        }
                    }).get(10, TimeUnit.SECONDS);

            assertThat(said.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
            socket.sendText("hi", true).get(10, TimeUnit.SECONDS);
            byte[] got = frame.get(10, TimeUnit.SECONDS);
            assertThat(new String(new byte[]{(byte) (got[6] ^ got[2]), (byte) (got[7] ^ got[3])}, UTF_8))
                    .isEqualTo("hi");
            socket.abort();
        }
    }

    /** Makes the handshake, says hello and takes one masked frame of two bytes. */
    private static byte[] greet(ServerSocket upstream) throws Exception {
        try (Socket socket = upstream.accept()) {
            String head = until(socket.getInputStream(), "\r\n\r\n");
            String key = head.replaceAll("(?is).*sec-websocket-key: ([^\r]+)\r.*", "$1");
            String accept = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1)));
            socket.getOutputStream().write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept + "\r\n\r\n\u0081\u0005hello")
                    .getBytes(ISO_8859_1));
            return socket.getInputStream().readNBytes(8);
        }
    }

    @Test
    void changingTheTableDropsNothing() throws Exception {
        String upstream = gate.saying(200, "ok");
        gate.routes(gate.route("/load", PATIENT, upstream));
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> callers = IntStream.range(0, 4).mapToObj(_ -> threads.submit(() -> {
                int failures = 0;
                while (!done.get()) {
                    failures += gate.get("/load").statusCode() == 200 ? 0 : 1;
                    answered.incrementAndGet();
                }
                return failures;
            })).toList();
            for (int change = 0; change < 500; change++) {
                int seen = answered.get();
                gate.routes(gate.fixed("/other" + change, "x"),
                        gate.route("/load",
                                new RoutePolicies(15_000L + change, null, null, null, List.of(), null, null),
                                upstream));
                gate.figures.keepOnly(_ -> false);
                while (answered.get() == seen && callers.stream().noneMatch(Future::isDone)) {
                    Thread.onSpinWait();
                }
            }
            done.set(true);
            for (Future<Integer> caller : callers) {
                assertThat(caller.get(20, TimeUnit.SECONDS)).isZero();
            }
        }
    }
}
