package dev.gatehouse.server.route;

import dev.gatehouse.model.route.Route;
import org.jspecify.annotations.Nullable;

/** The table of routes as it stands. */
public interface RouteTable {

    /** Tells which route takes a request; never changes itself. */
    RouteTree tree();

    /** The route with this id. */
    @Nullable
    Route find(String id);
}
