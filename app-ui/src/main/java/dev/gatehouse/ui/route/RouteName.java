package dev.gatehouse.ui.route;

import dev.gatehouse.model.route.RouteSpec;

/** What a route is called by: {@code GET api.example.com/orders/:id}. */
final class RouteName {

    private RouteName() {}

    static String of(RouteSpec spec) {
        return of(spec.method(), spec.host(), spec.path());
    }

    static String of(String method, String host, String path) {
        return method + " " + host + path;
    }
}
