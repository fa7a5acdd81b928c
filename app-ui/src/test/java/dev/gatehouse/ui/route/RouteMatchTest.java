package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteMatchTest {

    private static boolean takes(String host, String path, String asked, String at) {
        RouteSpec spec = new RouteSpec("GET", host, path, RoutePermission.PUBLIC, Set.of(),
                List.of("http://127.0.0.1:9000"), null, true, null, RoutePolicies.NONE);
        return RouteMatch.takes(spec, new RoutesExchange.ProbeRequest("get", at, asked));
    }

    @ParameterizedTest
    @CsvSource({"shop.example.com, Shop.Example.com:8443, true", "shop.example.com, shop.example.com., true",
            "shop.example.com, shop.example.com.:80, true", "*.example.com, a.b.example.com:80, true",
            "*.example.com, example.com, false", "shop.example.com, other.example.com:80, false",
            "[::1], [::1]:8080, true", "[::1], [::1], true"})
    void portAndFinalDotOfAHostDoNotCount(String host, String asked, boolean takes) {
        assertThat(takes(host, "/*rest", asked, "/a")).isEqualTo(takes);
    }

    @ParameterizedTest
    @CsvSource({"/orders/:id, /orders/42?full=true, true", "/admin, /%61dmin, true", "/a%20b, /a%20b, true",
            "/%C3%A4, /%c3%a4, true", "/orders, /orders/?x, true", "/orders, /Orders, false",
            "/orders/*rest, /orders?a/b, false"})
    void queryDoesNotCountAndEscapesMeanTheirOctets(String path, String asked, boolean takes) {
        assertThat(takes("*", path, "shop.example.com", asked)).isEqualTo(takes);
    }
}
