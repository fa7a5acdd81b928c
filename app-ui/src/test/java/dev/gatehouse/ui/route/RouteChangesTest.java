package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.RouteVersion;
import dev.gatehouse.ui.Rows;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteChangesTest {

    private static RouteSpec spec(String path, RoutePolicies policies) {
        return new RouteSpec("GET", "*", path, RoutePermission.PUBLIC, Set.of(), List.of("http://127.0.0.1:9000"),
                null, true, null, policies);
    }

    private static RouteVersion version(long number, String by, RouteSpec spec) {
        Route route = new Route("r1", spec, Rows.NOON, Rows.NOON, by, number);
        return new RouteVersion(number, number == 1 ? "created" : "replaced", route, by,
                Rows.NOON.plusSeconds(number), new Receipt("gatehouse.changes", 0, number));
    }

    @Test
    void policiesAreComparedFieldByField() {
        RouteSpec before = spec("/a", PolicyPreset.CAREFUL.policies());
        RouteSpec after = spec("/a", PolicyPreset.PUBLIC_PAGE.policies());

        List<RouteChanges.Change> changes = RouteChanges.between(before, after);

        assertThat(changes).contains(new RouteChanges.Change("policies.timeoutMillis", "1 s", "2 s"),
                new RouteChanges.Change("policies.limits[0].permits", "50", "300"),
                new RouteChanges.Change("policies.cache.ttlMillis", "", "1 min"));
        assertThat(changes).noneMatch(change -> change.field().equals("path"));
    }

    @Test
    void everyFieldNamesWhoSetItLast() {
        List<RouteVersion> history = List.of(
                version(3, "carol", spec("/b", PolicyPreset.CAREFUL.policies())),
                version(2, "bob", spec("/b", RoutePolicies.NONE)),
                version(1, "alice", spec("/a", RoutePolicies.NONE)));

        List<RouteChanges.Blame> blame = RouteChanges.blame(history);

        assertThat(blame).contains(
                new RouteChanges.Blame("method", "GET", 1, "alice", Rows.NOON.plusSeconds(1)),
                new RouteChanges.Blame("path", "/b", 2, "bob", Rows.NOON.plusSeconds(2)),
                new RouteChanges.Blame("policies.bulkhead.concurrent", "64", 3, "carol", Rows.NOON.plusSeconds(3)));
    }
}
