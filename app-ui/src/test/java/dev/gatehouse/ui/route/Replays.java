package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RouteReplayExchange.Caller;
import dev.gatehouse.model.api.RouteReplayExchange.Effect;
import dev.gatehouse.model.api.RouteReplayExchange.Example;
import dev.gatehouse.model.api.RouteReplayExchange.Group;
import dev.gatehouse.model.api.RouteReplayExchange.Response;
import dev.gatehouse.model.api.RouteReplayExchange.Side;
import dev.gatehouse.model.api.RouteReplayExchange.Stop;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.ui.Rows;
import java.time.Instant;
import java.util.List;

/** What replays find. */
final class Replays {

    private Replays() {}

    private static Side side(String id, String path, RoutePermission permission) {
        return new Side(id, "GET", "*", path, permission);
    }

    private static Example request(Instant at, String path, String caller) {
        return new Example(at, "GET", null, path, 200, caller);
    }

    /** Of a thousand requests sixty meet a stricter door and twenty find no route. */
    static Response found() {
        Group stricter = new Group(Effect.ALTERED, side("01A", "/orders/:id", RoutePermission.PUBLIC),
                side("01A", "/orders/:id", RoutePermission.USER), 60, 25, 0,
                List.of(new Caller("01M", "mallory", 45)),
                List.of(request(Rows.NOON, "/orders/42", "mallory"),
                        request(Rows.NOON.minusSeconds(60), "/orders/41", "mallory")),
                4);
        Group lost = new Group(Effect.LOST, side("01B", "/old", RoutePermission.PUBLIC), null, 20, 0, 0,
                List.of(new Caller(null, "10.0.0.9", 20)),
                List.of(request(Rows.NOON.minusSeconds(30), "/old", "10.0.0.9")), 1);
        return new Response(1_000, 80, true, Rows.NOON.minusSeconds(3_600), Rows.NOON, List.of(stricter, lost),
                Stop.LAST);
    }

    /** None of them would be treated otherwise. */
    static Response nothing(long looked) {
        return new Response(looked, 0, false, looked == 0 ? null : Rows.NOON, looked == 0 ? null : Rows.NOON,
                List.of(), Stop.RECORDS);
    }

    /** One request of somebody. */
    static Response by(String caller) {
        return new Response(1, 1, false, Rows.NOON, Rows.NOON, List.of(new Group(Effect.LOST,
                side("01B", "/old", RoutePermission.PUBLIC), null, 1, 0, 0, List.of(new Caller(null, caller, 1)),
                List.of(), 1)), Stop.RECORDS);
    }
}
