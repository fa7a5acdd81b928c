package dev.gatehouse.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RoutePolicies.LimitKey;
import dev.gatehouse.model.route.RoutePolicies.LimitKind;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.server.gateway.TrafficLimits.Verdict;
import dev.gatehouse.server.limit.memory.MemoryLimitStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteLimitsTest {

    private final RouteLimits limits = new RouteLimits(new MemoryLimitStore(Clock.systemUTC()), null);

    private static RateLimit per(LimitKey per, long permits) {
        return new RateLimit(LimitKind.FIXED_WINDOW, per, permits, 86_400_000);
    }

    private static Route route(RateLimit... limits) {
        return new Route("r1",
                new RouteSpec("*", "*", "/a", RoutePermission.PUBLIC, Set.of(), List.of("http://h"), null,
                        true, null, new RoutePolicies(null, null, null, null, List.of(limits), null, null)),
                Instant.EPOCH,
                Instant.EPOCH, "root", 1);
    }

    @Test
    void routeWithoutLimitsIsFree() {
        assertThat(limits.ask(route(), "10.0.0.1", null)).isEqualTo(Verdict.FREE);
        assertThat(limits.used(route(), 5).busiest()).isEmpty();
    }

    @Test
    void onlyCountersOfThisProcessAreAskedWithoutWaiting() {
        Route route = route(per(LimitKey.USER, 1));
        RouteLimits among = new RouteLimits(new MemoryLimitStore(Clock.systemUTC()),
                new MemoryLimitStore(Clock.systemUTC()));

        assertThat(among.askAtOnce(route, "10.0.0.1", "u1")).isNull();
        assertThat(among.used(route, 5).busiest()).as("nothing was counted").isEmpty();
        assertThat(limits.askAtOnce(route, "10.0.0.1", "u1"))
                .satisfies(verdict -> assertThat(verdict.allowed()).isTrue());
        assertThat(limits.askAtOnce(route, "10.0.0.1", "u1"))
                .satisfies(verdict -> assertThat(verdict.allowed()).isFalse());
    }

    @Test
    void usersAreCountedByThemselvesAndOthersByTheirAddress() {
        Route route = route(per(LimitKey.USER, 1));

        assertThat(limits.ask(route, "10.0.0.1", "u1").allowed()).isTrue();
        assertThat(limits.ask(route, "10.0.0.2", "u1").allowed()).isFalse();
        assertThat(limits.ask(route, "10.0.0.1", "u2").allowed()).isTrue();
        assertThat(limits.ask(route, "10.0.0.1", null).allowed()).isTrue();
        assertThat(limits.ask(route, "10.0.0.1", null).allowed()).isFalse();
        assertThat(limits.ask(route, "10.0.0.3", null).allowed()).isTrue();
    }

    @Test
    void routeThatIsGoneLeavesNoCountersHere() {
        Route route = route(per(LimitKey.IP, 1));
        limits.ask(route, "10.0.0.1", null);
        RouteLimits among = new RouteLimits(new MemoryLimitStore(Clock.systemUTC()),
                new MemoryLimitStore(Clock.systemUTC()));
        among.ask(route, "10.0.0.1", null);

        limits.forget("r1");
        among.forget("r1");

        assertThat(limits.used(route, 5).busiest()).isEmpty();
        assertThat(among.used(route, 5).busiest()).as("those of all nodes").hasSize(1);
    }

    @Test
    void whoeverIsOverAnOwnLimitUsesUpNoneOfTheOthers() {
        Route route = route(per(LimitKey.ROUTE, 3), per(LimitKey.IP, 1));
        for (int at = 0; at < 10; at++) {
            limits.ask(route, "10.0.0.1", null);
        }

        assertThat(limits.ask(route, "10.0.0.2", null).allowed()).isTrue();
        assertThat(limits.ask(route, "10.0.0.3", null).allowed()).isTrue();
        Verdict refused = limits.ask(route, "10.0.0.4", null);
        assertThat(refused.allowed()).isFalse();
        assertThat(Objects.requireNonNull(refused.standing()).limit()).isEqualTo(3);
        assertThat(refused.retryAfter()).isGreaterThan(Duration.ZERO);
    }

    @Test
    void standingIsThatOfTheLimitNearestToItsEnd() {
        Route route = route(per(LimitKey.ROUTE, 100), per(LimitKey.IP, 4));
        limits.ask(route, "10.0.0.1", null);

        assertThat(Objects.requireNonNull(limits.ask(route, "10.0.0.1", null).standing()).remaining()).isEqualTo(2);
        assertThat(limits.reset("r1")).isEqualTo(2);
        assertThat(Objects.requireNonNull(limits.ask(route, "10.0.0.1", null).standing()).remaining()).isEqualTo(3);
    }
}
