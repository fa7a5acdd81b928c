package dev.gatehouse.server.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RoutePolicies.ChangeKind;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.server.answer.memory.MemoryAnswerStore;
import dev.gatehouse.server.answer.redis.RedisAnswerStore;
import dev.gatehouse.server.fixture.RedisFixture;
import dev.gatehouse.server.fixture.SettableClock;
import dev.gatehouse.server.gateway.AnswerCache.Flight;
import dev.gatehouse.server.gateway.AnswerCache.Found;
import dev.gatehouse.server.gateway.Asked;
import dev.gatehouse.server.gateway.TrafficAnswer;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteAnswersTest {

    private static final Asked ASKED = asked("GET", "/a", Map.of());

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T00:00:00Z"));
    private final RouteAnswers answers = new RouteAnswers(new MemoryAnswerStore(clock), Duration.ofSeconds(20));

    private static Route route(long version, RoutePolicies.@Nullable Cache cache) {
        return route(version, cache, 20_000);
    }

    private static Route route(long version, RoutePolicies.@Nullable Cache cache, long timeoutMillis) {
        return new Route("r1",
                new RouteSpec("*", "*", "/a", RoutePermission.PUBLIC, Set.of(), List.of("http://h"), null,
                        true, null, new RoutePolicies(timeoutMillis, null, null, null, List.of(), cache, null)),
                Instant.EPOCH,
                Instant.EPOCH, "root", version);
    }

    private static Route cached(ChangeKind... kinds) {
        return route(1, new RoutePolicies.Cache(60_000, Set.of(kinds)));
    }

    private static Asked asked(String method, String path, Map<String, List<String>> headers) {
        return new Asked(method, "h", "h", path, null, headers);
    }

    private static TrafficAnswer answer(String body, Map<String, List<String>> headers) {
        return new TrafficAnswer(200, headers, StandardCharsets.UTF_8.encode(body));
    }

    private static void bring(Found found, TrafficAnswer answer) {
        Flight flight = Objects.requireNonNull(found.flight());
        if (flight.wants(answer.status(), answer.headers())) {
            flight.offer(answer);
        }
        flight.close();
    }

    private static @Nullable String body(Found found) {
        TrafficAnswer hit = found.hit();
        return hit == null ? null : StandardCharsets.UTF_8.decode(hit.body()).toString();
    }

    @Test
    void whatWasBroughtIsGivenWithItsAgeUntilItsTimeIsOver() {
        Route route = cached();
        bring(answers.lookUp(route, ASKED), answer("x", Map.of("age", List.of("5"), "x-trace-id", List.of("t"))));
        clock.pass(Duration.ofSeconds(20));

        Found found = answers.lookUp(route, ASKED);
        assertThat(body(found)).isEqualTo("x");
        assertThat(found.age()).isEqualTo(Duration.ofSeconds(25));
        assertThat(Objects.requireNonNull(found.hit()).headers()).isEmpty();
        assertThat(body(answers.lookUp(route, asked("GET", "/b", Map.of())))).isNull();
        assertThat(body(answers.lookUp(route, asked("HEAD", "/a", Map.of())))).isNull();
        clock.pass(Duration.ofSeconds(41));
        assertThat(body(answers.lookUp(route, ASKED))).isNull();
    }

    @Test
    void whatWasBroughtIsNotGivenPastItsTimeWhileItsCallerStillReads() {
        Route route = cached();
        Flight flight = Objects.requireNonNull(answers.lookUp(route, ASKED).flight());
        assertThat(flight.wants(200, Map.of())).isTrue();
        flight.offer(answer("x", Map.of("age", List.of("5"))));
        clock.pass(Duration.ofSeconds(20));

        assertThat(answers.lookUp(route, ASKED).age()).isEqualTo(Duration.ofSeconds(25));
        clock.pass(Duration.ofSeconds(41));
        Found late = answers.lookUp(route, ASKED);
        assertThat(body(late)).isNull();
        assertThat(late.flight()).isNotNull();
        flight.close();
        bring(late, answer("y", Map.of()));
        assertThat(body(answers.lookUp(route, ASKED))).isEqualTo("y");
    }

    @Test
    void routeWithoutACacheKeepsNothing() {
        assertThat(answers.lookUp(route(1, null), ASKED)).isEqualTo(Found.NOTHING);
    }

    @Test
    void answersDifferByTheHeadersThatTheyName() {
        Route route = cached();
        Asked german = asked("GET", "/a", Map.of("accept-language", List.of("de")));
        Asked english = asked("GET", "/a", Map.of("accept-language", List.of("en"), "x-other", List.of("1")));
        bring(answers.lookUp(route, german), answer("ja", Map.of("vary", List.of("Accept-Language"))));
        assertThat(body(answers.lookUp(route, german))).isEqualTo("ja");
        bring(answers.lookUp(route, english), answer("yes", Map.of("vary", List.of("accept-language"))));

        assertThat(body(answers.lookUp(route, german))).isEqualTo("ja");
        assertThat(body(answers.lookUp(route, english))).isEqualTo("yes");
        assertThat(body(answers.lookUp(route, ASKED))).isNull();
    }

    @Test
    void changesEmptyTheCacheAlsoOfWhatIsOnItsWay() {
        Route route = cached(ChangeKind.USER);
        bring(answers.lookUp(route, ASKED), answer("old", Map.of()));
        answers.changed(ChangeKind.ROUTE, 7);
        assertThat(body(answers.lookUp(route, ASKED))).isEqualTo("old");
        answers.changed(ChangeKind.USER, 8);
        Found onItsWay = answers.lookUp(route, ASKED);
        answers.changed(ChangeKind.USER, 9);
        bring(onItsWay, answer("older", Map.of()));

        assertThat(body(answers.lookUp(route, ASKED))).isNull();
        bring(answers.lookUp(cached(), ASKED), answer("kept", Map.of()));
        assertThat(body(answers.lookUp(route(2, new RoutePolicies.Cache(60_000, Set.of())), ASKED)))
                .as("another version of the route").isNull();
    }

    @Test
    void callThatChangesAResourceForgetsItsAnswer() {
        Route route = cached();
        bring(answers.lookUp(route, ASKED), answer("x", Map.of()));
        bring(answers.lookUp(route, asked("HEAD", "/a", Map.of())), answer("", Map.of()));
        bring(answers.lookUp(route, asked("GET", "/b", Map.of())), answer("b", Map.of()));
        Found onItsWay = answers.lookUp(cached(ChangeKind.USER), ASKED);
        assertThat(answers.lookUp(route, asked("PUT", "/a", Map.of()))).isEqualTo(Found.NOTHING);
        assertThat(answers.sinceWrite(ASKED)).isNull();

        answers.wrote(asked("PUT", "/a", Map.of()), Duration.ofMinutes(1));
        bring(onItsWay, answer("older", Map.of()));

        clock.pass(Duration.ofSeconds(7));
        assertThat(answers.sinceWrite(ASKED)).isEqualTo(Duration.ofSeconds(7));
        assertThat(body(answers.lookUp(route, asked("HEAD", "/a", Map.of())))).isNull();
        assertThat(body(answers.lookUp(cached(ChangeKind.USER), ASKED))).isNull();
        assertThat(body(answers.lookUp(route, asked("GET", "/b", Map.of())))).isEqualTo("b");
        bring(answers.lookUp(route, ASKED), answer("new", Map.of()));
        assertThat(body(answers.lookUp(route, ASKED))).isEqualTo("new");
    }

    @Test
    void oneOfThoseWhoWaitAsksWhereTheFirstGaveUp() throws Exception {
        Route route = cached();
        Found first = answers.lookUp(route, ASKED);
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Found>> others = new ArrayList<>();
            for (int at = 0; at < 20; at++) {
                others.add(many.submit(() -> {
                    Found found = answers.lookUp(route, ASKED);
                    if (found.flight() != null) {
                        bring(found, answer("second", Map.of()));
                    }
                    return found;
                }));
            }
            Objects.requireNonNull(first.flight()).close();
            int asking = 0;
            for (Future<Found> other : others) {
                boolean asks = other.get().flight() != null;
                asking += asks ? 1 : 0;
                assertThat(asks ? "second" : body(other.get())).isEqualTo("second");
            }
            assertThat(asking).isOne();
        }
    }

    @Test
    void nobodyWaitsLongerThanTheTimeoutOfTheRoute() {
        Route route = route(1, new RoutePolicies.Cache(60_000, Set.of()), 20);
        Flight first = Objects.requireNonNull(answers.lookUp(route, ASKED).flight());

        assertThat(answers.lookUp(route, ASKED)).isEqualTo(Found.NOTHING);
        first.close();
    }

    @Test
    void whoWaitedForWhatIsTooLargeGoesOnAlone() throws Exception {
        Route route = cached();
        Flight first = Objects.requireNonNull(answers.lookUp(route, ASKED).flight());
        Future<Found> other = waiting(route);

        assertThat(first.wants(200, Map.of())).isTrue();
        first.release();

        // Had the first one given up, this one would ask for all who wait.
        assertThat(other.get()).isEqualTo(Found.NOTHING);
        first.close();
    }

    /** A look-up that waits for another one. */
    private Future<Found> waiting(Route route) {
        FutureTask<Found> lookUp = new FutureTask<>(() -> answers.lookUp(route, ASKED));
        Thread waiter = Thread.ofVirtual().start(lookUp);
        Awaitility.await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        return lookUp;
    }

    @Test
    void oneAsksForAllWhoWantTheSame() throws Exception {
        Route route = cached();
        Found first = answers.lookUp(route, ASKED);
        List<Future<Found>> others = new ArrayList<>();
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int at = 0; at < 20; at++) {
                others.add(many.submit(() -> answers.lookUp(route, ASKED)));
            }
            bring(first, answer("one", Map.of("age", List.of("5"))));
            for (Future<Found> other : others) {
                assertThat(body(other.get())).isEqualTo("one");
                assertThat(other.get().flight()).isNull();
                assertThat(other.get().age()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(60));
            }
        }
    }

    @Test
    void whoWaitedForWhatIsNotKeptGoesOnAlone() throws Exception {
        Route route = cached();
        Flight flight = Objects.requireNonNull(answers.lookUp(route, ASKED).flight());
        Future<Found> other = waiting(route);

        assertThat(flight.wants(200, Map.of("cache-control", List.of("private")))).isFalse();

        assertThat(other.get()).isEqualTo(Found.NOTHING);
        flight.close();
    }

    @Test
    void nothingIsKeptWhileRedisIsAway() {
        RedisFixture redis = RedisFixture.start();
        try (PooledRedisConnection connection = new PooledRedisConnection(RedisAddress.parse(redis.uri()), "gh:",
                Clock.systemUTC(), _ -> {})) {
            RouteAnswers shared = new RouteAnswers(new RedisAnswerStore(connection, 64L << 20), Duration.ofSeconds(20));
            Route route = cached(ChangeKind.USER);
            bring(shared.lookUp(route, ASKED), answer("x", Map.of()));
            RouteAnswers otherNode = new RouteAnswers(new RedisAnswerStore(connection, 64L << 20),
                    Duration.ofSeconds(20));
            assertThat(body(otherNode.lookUp(route, ASKED))).isEqualTo("x");
            Found onItsWay = shared.lookUp(route, asked("GET", "/b", Map.of()));
            redis.kill();
            shared.changed(ChangeKind.USER, 3);

            assertThat(shared.lookUp(route, ASKED)).isEqualTo(Found.NOTHING);
            bring(onItsWay, answer("y", Map.of()));
            assertThat(shared.lookUp(route, ASKED)).isEqualTo(Found.NOTHING);
        } finally {
            redis.close();
        }
    }
}
