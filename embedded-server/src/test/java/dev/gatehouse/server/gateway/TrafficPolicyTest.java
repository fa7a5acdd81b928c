package dev.gatehouse.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.RouteTrafficExchange.BreakerState;
import dev.gatehouse.model.api.RouteTrafficExchange.RouteTraffic;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.StaticAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a route's policies do to its requests. */
class TrafficPolicyTest {

    private static final long PATIENT = 15_000;
    private static final Duration HOUR = Duration.ofHours(1);

    private final AtomicReference<TrafficAnswer> kept = new AtomicReference<>();
    private Gate gate;

    @BeforeEach
    void open() throws IOException {
        TrafficLimits.Standing standing = new TrafficLimits.Standing(5, 0, Duration.ofMillis(2500));
        gate = new Gate((_, _, _) -> TrafficLimits.Verdict.refused(standing, Duration.ofMillis(2500)), this::lookUp, 1,
                Set.of());
    }

    @AfterEach
    void close() {
        gate.close();
    }

    private AnswerCache.Found lookUp(Route route, Asked asked) {
        TrafficAnswer answer = kept.get();
        return answer == null ? AnswerCache.Found.miss(new AnswerCache.Flight() {
            @Override
            public boolean wants(int status, Map<String, List<String>> headers) {
                return status == 200;
            }

            @Override
            public void offer(TrafficAnswer whole) {
                kept.set(whole);
            }

            @Override
            public void release() {
                // Nobody waits.
            }

            @Override
            public void close() {
                // Nobody waits.
            }
        }) : AnswerCache.Found.hit(answer, Duration.ofSeconds(3));
    }

    private static RoutePolicies policies(RoutePolicies.@Nullable Retry retry,
            RoutePolicies.@Nullable Breaker breaker) {
        return new RoutePolicies(PATIENT, retry, breaker, null, List.of(), null, null);
    }

    private static RoutePolicies plain(long timeoutMillis) {
        return new RoutePolicies(timeoutMillis, null, null, null, List.of(), null, null);
    }

    private static RoutePolicies falling(boolean lastGood, @Nullable StaticAnswer answer) {
        return new RoutePolicies(PATIENT, null, null, null, List.of(), null,
                new RoutePolicies.Fallback(lastGood, answer));
    }

    private static String nobody() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + free.getLocalPort();
        }
    }

    @Test
    void upstreamThatDoesNotBeginInTimeIsNamed() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        gate.routes(gate.route("/slow", plain(100), gate.upstream(exchange -> {
            waitFor(end);
            Gate.say(exchange, 200, "late");
        })));

        HttpResponse<String> answer = gate.get("/slow");
        end.countDown();

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("\"code\":\"upstream-timeout\"").contains("within 100 ms");
    }

    private static void waitFor(CountDownLatch end) throws IOException {
        try {
            assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Test
    void upstreamThatNobodyServesIsNamed() throws Exception {
        gate.routes(gate.route("/gone", plain(PATIENT), nobody()));

        HttpResponse<String> answer = gate.get("/gone");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("\"code\":\"upstream-failed\"");
    }

    @Test
    void whatMayBeRepeatedIsAskedAgainUntilItWorks() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicReference<String> body = new AtomicReference<>();
        String upstream = gate.upstream(exchange -> {
            body.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Gate.say(exchange, asked.incrementAndGet() % 3 == 0 ? 200 : 503, "answer");
        });
        gate.routes(gate.route("/*rest", policies(new RoutePolicies.Retry(3, 1), null), upstream));

        assertThat(gate.get("/a").statusCode()).isEqualTo(200);
        assertThat(asked.get()).isEqualTo(3);
        assertThat(gate.send(HttpRequest.newBuilder(gate.uri("/b")).PUT(BodyPublishers.ofString("whole")).build())
                .statusCode()).isEqualTo(200);
        assertThat(asked.get()).isEqualTo(6);
        assertThat(body.get()).isEqualTo("whole");
        assertThat(gate.send(HttpRequest.newBuilder(gate.uri("/c")).POST(BodyPublishers.ofString("once")).build())
                .statusCode()).isEqualTo(503);
        assertThat(asked.get()).isEqualTo(7);
    }

    @Test
    void upstreamThatFailsIsNotAskedForAWhileAndTheOthersAre() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean ill = new AtomicBoolean(true);
        String bad = gate.upstream(exchange -> {
            asked.incrementAndGet();
            Gate.say(exchange, ill.get() ? 500 : 200, "bad");
        });
        Route route = gate.route("/b", policies(null, new RoutePolicies.Breaker(5, 50, 60_000)), bad);
        gate.routes(route);
        for (int call = 0; call < 5; call++) {
            assertThat(gate.get("/b").statusCode()).isEqualTo(500);
        }

        HttpResponse<String> refused = gate.get("/b");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("\"code\":\"upstreams-open\"");
        assertThat(asked.get()).isEqualTo(5);
        assertThat(gate.figures.stateOf(route).breakers()).singleElement()
                .satisfies(breaker -> assertThat(breaker.state()).isEqualTo(BreakerState.OPEN));

        Route both = gate.route("/b", policies(null, new RoutePolicies.Breaker(5, 50, 1)), bad,
                gate.saying(200, "good"));
        gate.routes(both);
        ill.set(false);
        assertThat(gate.get("/b").statusCode()).isEqualTo(200);
        assertThat(gate.get("/b").statusCode()).isEqualTo(200);
        assertThat(asked.get()).isEqualTo(6);
    }

    @Test
    void bulkheadRefusesWhatIsTooMuchAtOnce() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        gate.routes(gate.route("/one",
                new RoutePolicies(PATIENT, null, null, new RoutePolicies.Bulkhead(1), List.of(), null, null),
                gate.upstream(exchange -> {
                    begun.countDown();
                    waitFor(end);
                    Gate.say(exchange, 200, "ok");
                })));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> first = threads.submit(() -> gate.get("/one"));
            waitFor(begun);

            HttpResponse<String> second = gate.get("/one");
            end.countDown();

            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.body()).contains("\"code\":\"route-full\"");
            assertThat(first.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(gate.get("/one").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void callersWhoComeOneAfterTheOtherNeedOnePlaceOnly() throws Exception {
        RoutePolicies.Bulkhead one = new RoutePolicies.Bulkhead(1);
        String measured = gate.saying(200, "of a known length");
        String streamed = gate.upstream(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("of an unknown length".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        RoutePolicies.Fallback lastGood = new RoutePolicies.Fallback(true, null);
        gate.routes(gate.route("/a", new RoutePolicies(PATIENT, null, null, one, List.of(), null, null), measured),
                gate.route("/b", new RoutePolicies(PATIENT, null, null, one, List.of(), null, null), streamed),
                gate.route("/c", new RoutePolicies(PATIENT, null, null, one, List.of(), null, lastGood), measured),
                gate.route("/d", new RoutePolicies(PATIENT, null, null, one, List.of(), null, lastGood), streamed));

        for (int call = 0; call < 50; call++) {
            for (String path : List.of("/a", "/b", "/c", "/d")) {
                assertThat(gate.get(path).statusCode()).as(path).isEqualTo(200);
            }
        }
    }

    @Test
    void callerWhoseLimitsAreLookedUpForLongHoldsNobodyElseUp() throws Exception {
        CountDownLatch known = new CountDownLatch(1);
        CountDownLatch looking = new CountDownLatch(20);
        TrafficLimits slow = (_, _, _) -> {
            looking.countDown();
            try {
                assertThat(known.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return TrafficLimits.Verdict.FREE;
        };
        try (Gate other = new Gate(slow, AnswerCache.NONE, 1, Set.of());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String upstream = other.saying(200, "ok");
            RoutePolicies.RateLimit limit = new RoutePolicies.RateLimit(RoutePolicies.LimitKind.FIXED_WINDOW,
                    RoutePolicies.LimitKey.IP, 5, 60_000);
            other.routes(
                    other.route("/limited", new RoutePolicies(PATIENT, null, null, null, List.of(limit), null, null),
                            upstream),
                    other.route("/free", plain(PATIENT), upstream));
            List<Future<HttpResponse<String>>> waiting = Stream
                    .generate(() -> threads.submit(() -> other.get("/limited")))
                    .limit(20).toList();
            waitFor(looking);

            assertThat(other.get("/free").statusCode()).isEqualTo(200);
            assertThat(waiting).noneMatch(Future::isDone);

            known.countDown();
            for (Future<HttpResponse<String>> answer : waiting) {
                assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void fallbackIsTheLastGoodAnswerElseTheGivenOne() throws Exception {
        AtomicInteger status = new AtomicInteger(200);
        String upstream = gate.upstream(exchange -> Gate.say(exchange, status.get(), "fresh"));
        gate.routes(gate.route("/f/:id", falling(true, new StaticAnswer(200, "text/plain", "given")), upstream));
        assertThat(gate.get("/f/1").headers().firstValue("X-Gatehouse-Fallback")).isEmpty();
        status.set(503);

        HttpResponse<String> known = gate.get("/f/1");
        HttpResponse<String> other = gate.get("/f/2");

        assertThat(known.headers().firstValue("X-Gatehouse-Fallback")).hasValue("last-good");
        assertThat(known.body()).isEqualTo("fresh");
        assertThat(other.headers().firstValue("X-Gatehouse-Fallback")).hasValue("static");
        assertThat(other.body()).isEqualTo("given");
    }

    @Test
    void limitIsAskedAndItsRefusalSaysWhenToComeBack() throws Exception {
        gate.routes(gate.route("/l", new RoutePolicies(PATIENT, null, null, null, List.of(new RoutePolicies.RateLimit(
                RoutePolicies.LimitKind.FIXED_WINDOW, RoutePolicies.LimitKey.IP, 5, HOUR.toMillis())), null, null),
                nobody()));

        HttpResponse<String> answer = gate.get("/l");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("3");
        assertThat(answer.headers().firstValue("RateLimit-Limit")).hasValue("5");
        assertThat(answer.headers().firstValue("RateLimit-Remaining")).hasValue("0");
    }

    @Test
    void answerIsOfferedToTheCacheAndTakenFromIt() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        String upstream = gate.upstream(exchange -> Gate.say(exchange, 200, "answer " + asked.incrementAndGet()));
        gate.routes(gate.route("/c", new RoutePolicies(PATIENT, null, null, null, List.of(),
                new RoutePolicies.Cache(HOUR.toMillis(), Set.of()), null), upstream));

        HttpResponse<String> first = gate.get("/c");
        await().until(() -> kept.get() != null);
        HttpResponse<String> second = gate.get("/c");

        assertThat(first.headers().firstValue("X-Gatehouse-Cache")).hasValue("miss");
        assertThat(second.headers().firstValue("X-Gatehouse-Cache")).hasValue("hit");
        assertThat(second.headers().firstValue("Age")).hasValue("3");
        assertThat(second.body()).isEqualTo("answer 1");
    }

    @Test
    void figuresTellWhatARouteTook() throws Exception {
        Route route = gate.route("/x", plain(PATIENT), gate.saying(500, "no"));
        gate.routes(route);
        gate.get("/x");

        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertThat(gate.figures.lately().items()).singleElement().satisfies(row -> {
                assertThat(row.routeId()).isEqualTo(route.id());
                assertThat(row.perSecond()).isEqualTo(0.1);
                assertThat(row.errorShare()).isEqualTo(1);
                assertThat(row.p99Millis()).isPositive();
            });
        });
    }
}
