package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.RouteLimitsExchange;
import dev.gatehouse.model.api.RouteLimitsExchange.Used;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.Role;
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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Counters of limits, as a server tells them. */
class RouteCountersTest {

    private static final Receipt RECEIPT = new Receipt("gatehouse.audit", 0, 7);

    private final StubServer server = new StubServer();
    private final SameThreadTaskRunner tasks = new SameThreadTaskRunner();
    private final Route route = Rows.route("01A", "/orders/:id");

    @AfterEach
    void stop() {
        server.close();
    }

    private RouteCounters counters(Role role) {
        return new RouteCounters(server.signedIn(role), tasks, new Notices());
    }

    static Used used(String key, long used, long permits) {
        return new Used(new RateLimit(LimitKind.SLIDING_WINDOW, LimitKey.IP, permits, 60_000), key, used,
                permits - used, Rows.NOON.plusSeconds(72));
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
        int asked = server.asked().size();
        counters.close();
        tasks.timePasses();
        assertThat(server.asked()).hasSize(asked);
    }

    @Test
    void oneOrAllBeginAnewWithTheReason() {
        RouteCounters counters = counters(Role.OPERATOR);
        server.on("GET", RouteLimitsExchange.path("01A"), body -> told(used("ip:10.0.0.1", 50, 100)));
        server.on("DELETE", RouteLimitsExchange.path("01A"), body -> new RouteLimitsExchange.Reset(1, RECEIPT));
        counters.open(route);

        counters.reset("ip:10.0.0.1", "wrong guest");
        counters.reset(null, "busy day");

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
