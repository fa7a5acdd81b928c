package dev.gatehouse.server.route;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Routes as this node knows them. */
public interface RouteStore {

    /** The route with this id. */
    @Nullable
    Route find(String id);

    /** Every route, oldest first. */
    List<Route> all();

    /** Every version that a route ever had, newest first; empty where there never was one. */
    List<RouteVersion> history(String id);
}
