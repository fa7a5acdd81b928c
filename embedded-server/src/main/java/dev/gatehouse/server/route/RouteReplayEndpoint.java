package dev.gatehouse.server.route;

import dev.gatehouse.model.api.RouteReplayExchange;
import dev.gatehouse.server.audit.AuditMasks;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Endpoint.Method;
import java.time.Duration;

/** {@code POST /api/v1/routes/replay}. */
public final class RouteReplayEndpoint {

    /** Longer than a replay's own patience. */
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final RouteReplay replay;
    private final AuditMasks masks;

    public RouteReplayEndpoint(RouteReplay replay, AuditMasks masks) {
        this.replay = replay;
        this.masks = masks;
    }

    /** It reads the access log, and so is recorded as other reads of the audit are. */
    public Endpoint endpoint() {
        return Endpoint.changes(Access.VIEWER, Method.POST, RouteReplayExchange.PATH,
                "What another table would do to the last requests", RouteReplayExchange.Request.class,
                RouteReplayExchange.Response.class,
                exchange -> replay.run(exchange.body(RouteReplayExchange.Request.class),
                        masks.of(exchange.principal())))
                .askingOnly().within(DEADLINE).audited();
    }
}
