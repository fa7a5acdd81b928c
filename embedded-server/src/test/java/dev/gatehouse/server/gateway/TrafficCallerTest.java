package dev.gatehouse.server.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpHandler;
import dev.gatehouse.model.api.RouteTrafficExchange.Breaker;
import dev.gatehouse.model.api.RouteTrafficExchange.BreakerState;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.StaticAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers who go, who are slow, who have to wait, and who send bodies where few do. */
class TrafficCallerTest {

    private static final long PATIENT = 15_000;
    private static final Duration SHORT = Duration.ofMillis(800);

    private Gate gate;
    private HttpClient second;

    @BeforeEach
    void open() throws IOException {
        gate = new Gate();
        second = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    }

    @AfterEach
    void close() {
        second.close();
        gate.close();
    }

    private static RoutePolicies policies(RoutePolicies.@Nullable Retry retry, RoutePolicies.@Nullable Breaker breaker,
            RoutePolicies.@Nullable Bulkhead bulkhead) {
        return new RoutePolicies(PATIENT, retry, breaker, bulkhead, List.of(), null, null);
    }

    /** Takes connections, reads the request and never answers; counts those that begin and those that end. */
    private static final class Silent implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();

        Silent() throws IOException {
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    take();
                }
            });
        }

        private void take() {
            try {
                Socket socket = server.accept();
                begun.incrementAndGet();
                Thread.ofVirtual().start(() -> drain(socket));
            } catch (IOException e) {
                assertThat(server.isClosed()).isTrue();
            }
        }

        private void drain(Socket socket) {
            try (socket) {
                while (socket.getInputStream().read() >= 0) {
                    // It never answers.
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                ended.incrementAndGet();
            }
        }

        String address() {
            return "http://127.0.0.1:" + server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    /** The first request of a connection is HTTP/1.1 with an upgrade; those behind it are HTTP/2 from the beginning. */
    private void speakHttp2(Gate with) throws Exception {
        HttpResponse<String> first = second.send(HttpRequest.newBuilder(with.uri("/hello")).build(),
                BodyHandlers.ofString());
        assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }

    private void askAndGo(String path, AtomicInteger begun) {
        int before = begun.get();
        CompletableFuture<HttpResponse<String>> asked = second
                .sendAsync(HttpRequest.newBuilder(gate.uri(path)).build(), BodyHandlers.ofString());
        await().until(() -> begun.get() > before);
        asked.cancel(true);
    }

    @Test
    void requestIsOverWithItsAnswerThoughTheCallerHasMoreToSend() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        gate.routes(gate.route("/large", policies(null, null, null), gate.upstream(exchange -> {
            exchange.sendResponseHeaders(413, 2);
            exchange.getResponseBody().write(new byte[]{'n', 'o'});
            exchange.getResponseBody().flush();
            try {
                assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        })));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gate.uri("/").getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(
                    "POST /large HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\nsome"
                            .getBytes(ISO_8859_1));

            assertThat(new String(socket.getInputStream().readNBytes(12), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 413");
            await().atMost(Duration.ofSeconds(5)).until(() -> gate.access.size() == 1);
        } finally {
            end.countDown();
        }
    }

    @Test
    void callerWhoGoesIsNoFailureOfTheUpstream() throws Exception {
        try (Silent upstream = new Silent()) {
            Route route = gate.route("/slow", policies(null, new RoutePolicies.Breaker(2, 50, 60_000), null),
                    upstream.address());
            gate.routes(route, gate.fixed("/hello", "Hello"));
            speakHttp2(gate);

            for (int caller = 1; caller <= 3; caller++) {
                askAndGo("/slow", upstream.begun);
                int gone = caller;
                await().untilAsserted(() -> assertThat(upstream.ended.get()).isEqualTo(gone));
            }

            await().until(() -> gate.access.size() == 4);
            assertThat(gate.access).filteredOn(line -> "/slow".equals(line.path())).hasSize(3)
                    .allSatisfy(line -> assertThat(line.status()).isEqualTo(499));
            assertThat(gate.figures.stateOf(route).breakers()).extracting(Breaker::state)
                    .containsExactly(BreakerState.CLOSED);
            await().untilAsserted(() -> assertThat(gate.figures.lately().items())
                    .filteredOn(row -> row.routeId().equals(route.id())).singleElement().satisfies(row -> {
                        assertThat(row.perSecond()).isPositive();
                        assertThat(row.errorShare()).isZero();
                    }));
        }
    }

    @Test
    void nobodyIsAskedAgainForACallerWhoIsGone() throws Exception {
        try (Silent upstream = new Silent()) {
            Route route = gate.route("/slow",
                    policies(new RoutePolicies.Retry(3, 1), null, new RoutePolicies.Bulkhead(1)), upstream.address());
            gate.routes(route, gate.fixed("/hello", "Hello"));
            speakHttp2(gate);

            askAndGo("/slow", upstream.begun);

            await().untilAsserted(() -> assertThat(upstream.ended.get()).isEqualTo(1));
            await().until(() -> gate.access.size() == 2);
            assertThat(upstream.begun.get()).isEqualTo(1);
            RouteState state = gate.figures.stateOf(route);
            assertThat(state.enter()).isTrue();
            state.leave();
        }
    }

    @Test
    void upstreamHasTheTimeThatItsRouteGivesItHoweverLongNothingIsSaid() throws Exception {
        try (Gate hurried = new Gate(new TrafficServer.Patience(SHORT, SHORT))) {
            hurried.routes(hurried.fixed("/hello", "Hello"),
                    hurried.route("/slow", policies(null, null, null), hurried.upstream(exchange -> {
                        awaitTheEndOfSilence(hurried);
                        Gate.say(exchange, 200, "late");
                    })));
            speakHttp2(hurried);
            List<CompletableFuture<HttpResponse<String>>> answers = Stream.of(HttpClient.Version.values())
                    .map(version -> second.sendAsync(
                            HttpRequest.newBuilder(hurried.uri("/slow")).version(version).build(),
                            BodyHandlers.ofString()))
                    .toList();

            assertThat(answers).allSatisfy(answer -> assertThat(answer).succeedsWithin(Duration.ofSeconds(20))
                    .satisfies(late -> assertThat(late.statusCode()).isEqualTo(200))
                    .satisfies(late -> assertThat(late.body()).isEqualTo("late")));
            assertThat(answers).extracting(answer -> answer.join().version())
                    .containsExactly(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2);
        }
    }

    /** Until a gate has cut off a connection that says nothing, and so may have cut off each that was silent before. */
    private static void awaitTheEndOfSilence(Gate hurried) throws IOException {
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), hurried.server.uri().getPort())) {
            silent.setSoTimeout(10_000);
            assertThat(silent.getInputStream().read()).isNegative();
        }
    }

    @Test
    void bodyThatIsWaitedForAndDoesNotComeIsTheCallersFault() throws Exception {
        try (Gate hurried = new Gate(new TrafficServer.Patience(SHORT, SHORT))) {
            hurried.routes(hurried.route("/*rest", policies(new RoutePolicies.Retry(2, 1), null, null),
                    hurried.upstream(saved(new AtomicReference<>()))));

            assertThat(hurried.raw("PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nfour"))
                    .startsWith("HTTP/1.1 400").contains("bad-request");
            try (Socket gone = new Socket(InetAddress.getLoopbackAddress(), hurried.server.uri().getPort())) {
                gone.getOutputStream()
                        .write("PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nfour".getBytes(ISO_8859_1));
            }

            await().until(() -> hurried.access.size() == 2);
            assertThat(hurried.access).allSatisfy(line -> assertThat(line.status()).isIn(400, 499));
            await().untilAsserted(() -> assertThat(hurried.figures.lately().items()).singleElement()
                    .satisfies(row -> assertThat(row.errorShare()).isZero()));
        }
    }

    @Test
    void callerWhoSaysNothingIsNotWaitedForAsLong() throws Exception {
        try (Gate hurried = new Gate(new TrafficServer.Patience(SHORT, SHORT))) {
            hurried.routes(hurried.route("/*rest", policies(null, null, null),
                    hurried.upstream(saved(new AtomicReference<>()))));

            assertThat(hurried.raw("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nfour"))
                    .doesNotContain("HTTP/1.1 200");
        }
    }

    private static HttpHandler saved(AtomicReference<Headers> headers) {
        return exchange -> {
            headers.set(exchange.getRequestHeaders());
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            Gate.say(exchange, 200, "got " + body);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "OPTIONS", "PUT", "POST"})
    void bodyWithoutALengthIsPassedOnWhateverTheMethod(String method) throws Exception {
        AtomicReference<Headers> seen = new AtomicReference<>();
        gate.routes(gate.fixed("/hello", "Hello"), gate.route("/search",
                policies(new RoutePolicies.Retry(2, 1), null, null), gate.upstream(saved(seen))));
        speakHttp2(gate);

        HttpResponse<String> with = second.send(HttpRequest.newBuilder(gate.uri("/search"))
                .method(method, BodyPublishers.fromPublisher(BodyPublishers.ofString("of unknown length"))).build(),
                BodyHandlers.ofString());
        assertThat(with.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(with.body()).isEqualTo("got of unknown length");
        assertThat(seen.get()).containsKey("Transfer-encoding");

        HttpResponse<String> without = second.send(
                HttpRequest.newBuilder(gate.uri("/search")).method(method, BodyPublishers.noBody()).build(),
                BodyHandlers.ofString());
        assertThat(without.body()).isEqualTo("got ");
        assertThat(seen.get()).doesNotContainKey("Transfer-encoding");
    }

    @Test
    void whoSendsSlowlyKeepsNobodyOutOfTheBulkhead() throws Exception {
        gate.routes(gate.route("/one", policies(new RoutePolicies.Retry(2, 1), null, new RoutePolicies.Bulkhead(1)),
                gate.upstream(saved(new AtomicReference<>()))));
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), gate.server.uri().getPort())) {
            slow.setSoTimeout(10_000);
            // The answer to the first of these tells that the second is begun.
            slow.getOutputStream().write(String.join("\r\n", "GET /one HTTP/1.1", "Host: a", "", "PUT /one HTTP/1.1",
                    "Host: a", "Content-Length: 10", "", "first").getBytes(ISO_8859_1));
            assertThat(slow.getInputStream().readNBytes(12)).asString(ISO_8859_1).isEqualTo("HTTP/1.1 200");

            for (int other = 0; other < 20; other++) {
                // The place of the one before may still be taken when its answer is there.
                await().until(() -> gate.get("/one").statusCode() == 200);
            }

            slow.getOutputStream().write("other".getBytes(ISO_8859_1));
            StringBuilder answers = new StringBuilder();
            while (answers.indexOf("got firstother") < 0) {
                int next = slow.getInputStream().read();
                assertThat(next).as("after %s", answers).isNotNegative();
                answers.append((char) next);
            }
        }
    }

    @Test
    void bodyIsNotCollectedWhereNothingIsAskedAgain() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), gate.server.uri().getPort())) {
            gate.routes(gate.route("/put", policies(null, null, null), gate.upstream(exchange -> {
                begun.countDown();
                saved(new AtomicReference<>()).handle(exchange);
            })));
            slow.getOutputStream().write(
                    "PUT /put HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nfirst".getBytes(ISO_8859_1));

            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void upstreamThatEndsInTheMiddleOfAnUploadIsToBlame() throws Exception {
        RoutePolicies falling = new RoutePolicies(PATIENT, null, null, null, List.of(), null,
                new RoutePolicies.Fallback(false, new StaticAnswer(200, "text/plain", "instead")));
        try (ServerSocket upstream = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                HttpClient first = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            Thread.ofVirtual().start(() -> takeALittle(upstream));
            gate.routes(gate.route("/upload", falling, "http://127.0.0.1:" + upstream.getLocalPort()));

            for (int upload = 0; upload < 30; upload++) {
                // The caller may be cut off while it still sends, or send on a connection that is about to end.
                first.sendAsync(HttpRequest.newBuilder(gate.uri("/upload"))
                        .POST(BodyPublishers.ofByteArray(new byte[4 << 20])).build(), BodyHandlers.discarding())
                        .handle((answer, cut) -> answer).get(20, TimeUnit.SECONDS);
            }
            assertThat(gate.access).hasSizeGreaterThan(15)
                    .allSatisfy(ended -> assertThat(ended.status()).isEqualTo(200));
        }
    }

    private static void takeALittle(ServerSocket upstream) {
        while (!upstream.isClosed()) {
            try (Socket socket = upstream.accept()) {
                socket.getInputStream().readNBytes(100_000);
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                assertThat(upstream.isClosed()).isTrue();
            }
        }
    }

    @Test
    void whoSendsSlowlyDoesNotKeepAnUpstreamShutThatIsWellAgain() throws Exception {
        AtomicBoolean well = new AtomicBoolean();
        RoutePolicies breaking = new RoutePolicies(500L, null, new RoutePolicies.Breaker(2, 50, 500), null, List.of(),
                null, null);
        Route route = gate.route("/b", breaking, gate.upstream(exchange -> {
            exchange.getRequestBody().readAllBytes();
            Gate.say(exchange, well.get() ? 200 : 500, "said");
        }));
        gate.routes(route);
        await().until(() -> gate.get("/b").statusCode() == 503);
        well.set(true);
        List<Socket> slow = new ArrayList<>();
        try {
            // Those who come too early are refused; one is let through to try.
            await().until(() -> {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), gate.server.uri().getPort());
                slow.add(socket);
                socket.getOutputStream().write(
                        "PUT /b HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nfirst".getBytes(ISO_8859_1));
                return gate.figures.stateOf(route).breakers().getFirst().state() == BreakerState.HALF_OPEN;
            });

            await().atMost(Duration.ofSeconds(8)).until(() -> gate.get("/b").statusCode() == 200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

}
