package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.RouteLimitsExchange;
import dev.gatehouse.model.api.RouteLimitsExchange.Used;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.outage.Fate;
import dev.gatehouse.model.outage.Reason;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePolicies.LimitKey;
import dev.gatehouse.model.route.RoutePolicies.LimitKind;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.StubServer;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.text.Language;
import dev.gatehouse.ui.text.Messages;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Counters of limits, as a server tells them. */
class RouteCountersTest {

    private static final Receipt RECEIPT = new Receipt("gatehouse.audit", 0, 7);

    private final StubServer server = new StubServer();
    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();
    private final Notices notices = new Notices();
    private final List<Notices.Notice> told = new CopyOnWriteArrayList<>();
    private final Route route = Rows.route("01A", "/orders/:id");

    @AfterEach
    void stop() {
        server.close();
    }

    private RouteCounters counters(Role role) {
        notices.listen(told::add);
        return new RouteCounters(server.signedIn(role), tasks, notices);
    }

    static Used used(String key, long used, long permits) {
        return new Used(new RateLimit(LimitKind.SLIDING_WINDOW, LimitKey.IP, permits, 60_000), key, used,
                permits - used, Rows.NOON.plusSeconds(72));
    }

    private long questions() {
        return server.asked().stream().filter(call -> call.startsWith("GET ")).count();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static RouteLimitsExchange.Response told(Used... used) {
        return new RouteLimitsExchange.Response(List.of(used), true);
    }

    @Test
    void fullestCountersComeFirstAndAreToldAnewWhileSomebodyLooks() {
        RouteCounters counters = counters(Role.VIEWER);
        server.on("GET", RouteLimitsExchange.path("01A"),
                body -> told(used("ip:10.0.0.1", 50, 100), used("user:01M", 9, 10)));
        counters.open(route);
        await().until(() -> counters.totalProperty().get() == 2);
        assertThat(counters.shownProperty().get()).extracting(Used::key).containsExactly("user:01M", "ip:10.0.0.1");
        counters.searchProperty().set("10.0");
        assertThat(counters.shownProperty().get()).extracting(Used::key).containsExactly("ip:10.0.0.1");

        server.on("GET", RouteLimitsExchange.path("01A"), body -> told(used("ip:10.0.0.1", 100, 100)));
        tasks.timePasses();

        await().until(() -> counters.totalProperty().get() == 1);
        assertThat(counters.shownProperty().get().getFirst().left()).isZero();
        long questions = questions();
        counters.close();
        tasks.timePasses();
        // What was asked before the reset has come before its answer does.
        server.on("DELETE", RouteLimitsExchange.path("01A"), body -> new RouteLimitsExchange.Reset(1, RECEIPT));
        counters.reset(route, null, "over");
        await().until(() -> told.size() == 1);
        assertThat(questions()).isEqualTo(questions);
    }

    @Test
    void answerOfASlowServerIsShownHoweverMuchTimePasses() {
        RouteCounters counters = counters(Role.VIEWER);
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch later = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        server.on("GET", RouteLimitsExchange.path("01A"), body -> {
            waitFor(calls.incrementAndGet() == 1 ? first : later);
            return told(used("ip:10.0.0.1", 50, 100));
        });
        counters.open(route);
        await().until(() -> calls.get() == 1);

        tasks.timePasses();
        tasks.timePasses();
        first.countDown();

        await().until(() -> counters.totalProperty().get() == 1);
        later.countDown();
    }

    @Test
    void counterThatTheSearchHidesIsChosenNoLonger() {
        RouteCounters counters = counters(Role.VIEWER);
        counters.apply(told(used("ip:10.0.0.1", 50, 100), used("user:01M", 9, 10)));
        counters.selectedProperty().set(counters.shownProperty().get().getFirst());

        counters.searchProperty().set("01m");
        assertThat(counters.selectedProperty().get()).isNotNull();
        counters.searchProperty().set("10.0");

        assertThat(counters.selectedProperty().get()).isNull();
    }

    @Test
    void retryOfAResetIsForItsRouteWhateverIsOpenByThen() {
        RouteCounters counters = counters(Role.OPERATOR);
        server.on("DELETE", RouteLimitsExchange.path("01A"),
                body -> StubServer.problem(503, ErrorCode.LIVE_STATE_UNAVAILABLE.code(), "Redis is away."));
        counters.open(route);
        counters.reset(route, null, "busy day");
        await().until(() -> told.size() == 1);
        counters.open(Rows.route("01B", "/users"));
        server.on("DELETE", RouteLimitsExchange.path("01A"), body -> new RouteLimitsExchange.Reset(2, RECEIPT));

        Objects.requireNonNull(told.getFirst().retry()).run();

        await().until(() -> told.size() == 2);
        assertThat(told.getLast().sentence()).isEqualTo(Sentence.of("route.limits.resetAllDone", 2L, "/orders/:id"));
        assertThat(server.asked()).noneMatch(call -> call.startsWith("DELETE /api/v1/routes/01B"));
    }

    @Test
    void callerIsNamedAsTheTableDoes() {
        Messages chinese = new Messages(Language.CHINESE);

        assertThat(chinese.get(RouteCounters.who("user:01M"))).isEqualTo("用户 01M");
        assertThat(chinese.get(RouteCounters.who("ip:::1"))).isEqualTo("地址 ::1");
        assertThat(chinese.get(RouteCounters.who("route"))).isEqualTo("所有人合计");
    }

    @Test
    void oneOrAllBeginAnewWithTheReason() {
        RouteCounters counters = counters(Role.OPERATOR);
        server.on("GET", RouteLimitsExchange.path("01A"), body -> told(used("ip:10.0.0.1", 50, 100)));
        server.on("DELETE", RouteLimitsExchange.path("01A"), body -> new RouteLimitsExchange.Reset(1, RECEIPT));
        counters.open(route);

        counters.reset(route, "ip:10.0.0.1", "wrong guest");
        counters.reset(route, null, "busy day");

        await().untilAsserted(() -> assertThat(server.asked()).contains(
                "DELETE /api/v1/routes/01A/limits?reason=wrong+guest&key=ip%3A10.0.0.1",
                "DELETE /api/v1/routes/01A/limits?reason=busy+day"));
    }

    @Test
    void viewerIsToldWhyNothingBeginsAnew() {
        assertThat(counters(Role.OPERATOR).verdict().getValue().fate()).isEqualTo(Fate.ALLOWED);
        assertThat(counters(Role.VIEWER).verdict().getValue().reason()).isEqualTo(Reason.ROLE);
    }
}
