package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.ui.Rows;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteQueryTest {

    private final Route route = new Route("r1",
            new RouteSpec("GET", "shop.example.com", "/orders/:id", RoutePermission.ADMIN, Set.of(Role.OPERATOR),
                    List.of("http://10.0.0.7:9000"), null, true, "Moved from the old gate",
                    PolicyPreset.CAREFUL.policies()),
            Rows.NOON, Rows.NOON, "alice", 3);

    @ParameterizedTest
    @ValueSource(strings = {"", "orders", "SHOP", "10.0.0.7", "old gate", "alice", "bulkhead", "token-bucket",
            "permission:admin", "upstream:9000 get", "enabled:true", "role:oper", "policy:per-user", "by:ali",
            "comment:moved path:/orders", "enabled:t"})
    void everythingAboutARouteIsFound(String text) {
        assertThat(RouteQuery.fits(route, text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"permission:public", "enabled:false", "upstream:8080", "policy:cache", "orders bob",
            "method:post"})
    void everyWordMustFit(String text) {
        assertThat(RouteQuery.fits(route, text)).isFalse();
    }

    @Test
    void lastWordIsCompletedFromWhatThereIs() {
        assertThat(RouteQuery.proposals("orders per", List.of(route))).containsExactly("permission:");
        assertThat(RouteQuery.proposals("upstream:", List.of(route))).containsExactly("upstream:http://10.0.0.7:9000");
        assertThat(RouteQuery.proposals("policy:b", List.of(route))).containsExactly("policy:breaker",
                "policy:bulkhead");
        assertThat(RouteQuery.with("orders per", "permission:")).isEqualTo("orders permission:");
        assertThat(RouteQuery.with("enabled:f", "enabled:false")).isEqualTo("enabled:false ");
    }

    @Test
    void wordThatIsNeitherTrueNorFalseIsAFault() {
        assertThat(RouteQuery.fault("enabled:fal")).isNull();
        assertThat(RouteQuery.fault("enabled:no")).isNotNull();
    }
}
