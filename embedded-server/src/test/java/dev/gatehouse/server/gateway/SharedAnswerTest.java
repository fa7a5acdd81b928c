package dev.gatehouse.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.server.answer.RouteAnswers;
import dev.gatehouse.server.answer.memory.MemoryAnswerStore;
import dev.gatehouse.server.fixture.WebSocketUpstream;
import dev.gatehouse.server.http.AccessObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are brought, kept and forgotten for several callers, by the cache of a node. */
class SharedAnswerTest {

    private static final RoutePolicies.Cache CACHE = new RoutePolicies.Cache(3_600_000, Set.of());
    private static final RoutePolicies CACHED = policies(CACHE, null);
    private static final RoutePolicies PLAIN = policies(null, null);
    private static final RoutePolicies FALLING = policies(null, new RoutePolicies.Fallback(true, null));

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<InputStream> late = new ArrayList<>();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private Gate gate;

    @BeforeEach
    void open() throws IOException {
        gate = new Gate(TrafficLimits.NONE,
                new RouteAnswers(new MemoryAnswerStore(Clock.systemUTC()), Duration.ofSeconds(30)), 1, Set.of());
    }

    @AfterEach
    void close() {
        goOn.countDown();
        gate.close();
        callers.close();
    }

    private static RoutePolicies policies(RoutePolicies.@Nullable Cache cache,
            RoutePolicies.@Nullable Fallback fallback) {
        return new RoutePolicies(15_000L, null, null, null, List.of(), cache, fallback);
    }

    private static Route route(String id, String method, RoutePolicies policies, String upstream) {
        return new Route(id, new RouteSpec(method, "*", "/*rest", RoutePermission.PUBLIC, Set.of(), List.of(upstream),
                null, true, null, policies), Instant.EPOCH, Instant.EPOCH, "op", 1);
    }

    private void pause() throws IOException {
        begun.countDown();
        try {
            assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void post(String path) throws InterruptedException {
        assertThat(gate.send(HttpRequest.newBuilder(gate.uri(path)).POST(BodyPublishers.ofString("new")).build())
                .statusCode()).isEqualTo(200);
    }

    private static String cache(HttpResponse<String> answer) {
        return answer.headers().firstValue("X-Gatehouse-Cache").orElse("");
    }

    @Test
    void slowCallerHoldsUpNobodyWhoWantsTheSame() throws Exception {
        gate.routes(gate.route("/c", CACHED, gate.upstream(exchange -> {
            asked.incrementAndGet();
            Gate.say(exchange, 200, "x".repeat(200_000));
        })));

        try (SlowCaller slow = new SlowCaller(gate.uri("/c"))) {
            slow.awaitHead();
            HttpResponse<String> answer = gate.get("/c");

            assertThat(answer.body()).hasSize(200_000);
            assertThat(cache(answer)).isEqualTo("hit");
            assertThat(asked.get()).isOne();
        }
    }

    @Test
    void answerThatIsTooLargeToKeepLetsThoseWhoWaitAskThemselves() throws Exception {
        int size = AnswerCache.MOST_BYTES + 100_000;
        gate.routes(gate.route("/c", CACHED, gate.upstream(exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(new byte[size]);
            }
        })));

        try (SlowCaller slow = new SlowCaller(gate.uri("/c"))) {
            slow.awaitHead();
            long startedNanos = System.nanoTime();
            HttpResponse<String> answer = gate.get("/c");

            assertThat(answer.body()).hasSize(size);
            assertThat(Duration.ofNanos(System.nanoTime() - startedNanos)).isLessThan(Duration.ofSeconds(10));
            assertThat(asked.get()).isEqualTo(2);
        }
    }

    @Test
    void answerComesForTheOthersWhereTheCallerWhoAskedIsGone() throws Exception {
        gate.routes(gate.route("/c", CACHED, gate.upstream(this::inTwoParts)));

        try (SlowCaller first = new SlowCaller(gate.uri("/c"))) {
            first.awaitHead();
            Future<HttpResponse<String>> other = callers.submit(() -> gate.get("/c"));
            first.cancel();
            goOn.countDown();

            assertThat(other.get().body()).hasSize(50_000);
            assertThat(cache(other.get())).isEqualTo("hit");
            assertThat(asked.get()).isOne();
        }
    }

    private void inTwoParts(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(new byte[20_000]);
            body.flush();
            pause();
            body.write(new byte[30_000]);
        }
    }

    @Test
    void writeForgetsEveryVariantThatAnotherRouteHasKept() throws Exception {
        String upstream = gate.upstream(exchange -> {
            exchange.getResponseHeaders().add("Vary", "Accept-Language");
            Gate.say(exchange, 200, "answer " + asked.incrementAndGet());
        });
        gate.routes(route("r1", "GET", CACHED, upstream), route("r2", "POST", PLAIN, upstream));
        gate.get("/c", "Accept-Language", "de");
        gate.get("/c", "Accept-Language", "en");
        gate.get("/other", "Accept-Language", "de");
        assertThat(cache(gate.get("/c", "Accept-Language", "de"))).isEqualTo("hit");

        post("/c");

        assertThat(cache(gate.get("/c", "Accept-Language", "de"))).isEqualTo("miss");
        assertThat(cache(gate.get("/c", "Accept-Language", "en"))).isEqualTo("miss");
        assertThat(cache(gate.get("/other", "Accept-Language", "de"))).isEqualTo("hit");
    }

    @Test
    void answerThatWasUnderWayDuringAWriteIsNotKept() throws Exception {
        gate.routes(route("r1", "GET", CACHED, gate.upstream(exchange -> {
            if (asked.incrementAndGet() == 1) {
                pause();
            }
            Gate.say(exchange, 200, "answer");
        })), route("r2", "POST", PLAIN, gate.saying(200, "done")));
        Future<HttpResponse<String>> before = callers.submit(() -> gate.get("/c"));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        post("/c");
        goOn.countDown();

        assertThat(before.get().statusCode()).isEqualTo(200);
        assertThat(cache(gate.get("/c"))).isEqualTo("miss");
        assertThat(cache(gate.get("/c"))).isEqualTo("hit");
    }

    @Test
    void writeForgetsTheLastGoodAnswer() throws Exception {
        AtomicBoolean ill = new AtomicBoolean();
        gate.routes(route("r1", "GET", FALLING,
                gate.upstream(exchange -> Gate.say(exchange, ill.get() ? 503 : 200, "good"))),
                route("r2", "POST", PLAIN, gate.saying(200, "done")));
        gate.get("/a");
        gate.get("/b");
        ill.set(true);
        assertThat(gate.get("/a").statusCode()).isEqualTo(200);

        post("/a");

        assertThat(gate.get("/a").statusCode()).isEqualTo(503);
        assertThat(gate.get("/b").headers().firstValue("X-Gatehouse-Fallback")).hasValue("last-good");
    }

    @Test
    void whatIsRememberedOfARouteThatIsGoneIsForgotten() throws Exception {
        AtomicBoolean ill = new AtomicBoolean();
        Route route = route("r1", "GET", FALLING,
                gate.upstream(exchange -> Gate.say(exchange, ill.get() ? 503 : 200, "good")));
        gate.routes(route);
        gate.get("/a");
        RouteState state = gate.figures.stateOf(route);
        gate.figures.keepOnly("r1"::equals);
        assertThat(gate.figures.stateOf(route)).isSameAs(state);

        gate.figures.forget("r2");
        assertThat(gate.figures.stateOf(route)).isSameAs(state);
        gate.figures.forget("r1");
        assertThat(gate.figures.stateOf(route)).isNotSameAs(state);
        gate.figures.keepOnly(_ -> false);

        assertThat(gate.figures.stateOf(route)).isNotSameAs(state);
        ill.set(true);
        assertThat(gate.get("/a").statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerToARequestWithABodyIsForNobodyElse(boolean cached) throws Exception {
        AtomicBoolean well = new AtomicBoolean(true);
        gate.routes(gate.route("/search", cached ? CACHED : FALLING, gate.upstream(exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Gate.say(exchange, well.get() ? 200 : 502, "about " + body);
        })));

        assertThat(search("x").body()).isEqualTo("about x");
        assertThat(search("y").body()).isEqualTo("about y");
        assertThat(gate.get("/search").body()).isEqualTo("about ");
        assertThat(search("z").body()).isEqualTo("about z");
        well.set(false);
        assertThat(search("z").statusCode()).isEqualTo(502);
    }

    private HttpResponse<String> search(String body) throws InterruptedException {
        return gate.send(
                HttpRequest.newBuilder(gate.uri("/search")).method("GET", BodyPublishers.ofString(body)).build());
    }

    /** Upstreams are told the port and may say it again, in a redirect for example. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerForAnotherPortThatACallerNamedIsForNobodyElse(boolean cached) throws Exception {
        AtomicBoolean well = new AtomicBoolean(true);
        gate.routes(gate.route("/login", cached ? CACHED : FALLING, gate.upstream(exchange -> Gate.say(exchange,
                well.get() ? 200 : 502, "at " + exchange.getRequestHeaders().getFirst("X-Forwarded-Host")))));

        assertThat(login("shop.example:1")).endsWith("at shop.example:1");
        assertThat(login("shop.example")).endsWith("at shop.example");
        well.set(false);
        assertThat(login("SHOP.example:1")).endsWith("at shop.example:1");
        assertThat(login("shop.example:2")).startsWith("HTTP/1.1 502");
    }

    private String login(String host) throws IOException {
        return gate.raw("GET /login HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    @Test
    void headersAreThereBeforeABodyThatTakesItsTime() throws Exception {
        gate.routes(gate.route("/kept", CACHED, gate.upstream(this::later)),
                gate.route("/passed", PLAIN, gate.upstream(this::later)));
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String path : List.of("/kept", "/passed")) {
                HttpResponse<InputStream> answer = client
                        .sendAsync(HttpRequest.newBuilder(gate.uri(path)).build(), BodyHandlers.ofInputStream())
                        .get(10, TimeUnit.SECONDS);
                assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
                late.add(answer.body());
            }
            goOn.countDown();
            for (InputStream body : late) {
                assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("data: 1");
            }
        }
    }

    private void later(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        pause();
        exchange.getResponseBody().write("data: 1".getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    @Test
    void fallbackAnswersWhereAnAnswerBreaksOffBeforeItsFirstByte() throws Exception {
        try (WebSocketUpstream broken = new WebSocketUpstream(String.join("\r\n", "HTTP/1.1 200 OK",
                "Transfer-Encoding: chunked", "Content-Encoding: gzip", "X-Of: it", "", "no chunk", ""))) {
            RoutePolicies.Fallback instead = new RoutePolicies.Fallback(false,
                    new StaticAnswer(200, "text/plain", "instead"));
            gate.routes(gate.route("/falling", policies(null, instead), broken.address()),
                    gate.route("/last", FALLING, broken.address()));

            HttpResponse<String> falling = gate.get("/falling");
            assertThat(falling.body()).isEqualTo("instead");
            assertThat(falling.headers().map()).doesNotContainKeys("x-of", "content-encoding");
            HttpResponse<String> none = gate.get("/last");
            assertThat(none.statusCode()).isEqualTo(502);
            assertThat(none.body()).contains("\"code\":\"upstream-failed\"");
            assertThat(none.headers().map()).containsKey("x-trace-id").doesNotContainKeys("x-of",
                    "content-encoding");
            assertThat(gate.access).extracting(AccessObserver.Ended::status).containsExactly(200, 502);
        }
    }
}
