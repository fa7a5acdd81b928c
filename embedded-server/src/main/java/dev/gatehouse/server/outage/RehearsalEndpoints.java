package dev.gatehouse.server.outage;

import dev.gatehouse.model.api.RehearsalExchange;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Endpoint.Method;
import java.util.List;

/** {@code /api/v1/rehearsal}. */
public final class RehearsalEndpoints {

    private final Rehearsals rehearsals;

    public RehearsalEndpoints(Rehearsals rehearsals) {
        this.rehearsals = rehearsals;
    }

    /** The endpoints of this room. To end what is rehearsed is let through where Redis is away and changes are not. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads(Access.VIEWER, RehearsalExchange.PATH,
                        "What is rehearsed, and what would become of each action without a dependency",
                        RehearsalExchange.Preview.class,
                        exchange -> rehearsals.preview(exchange.query("dependency"))).withQuery("dependency"),
                Endpoint.changes(Access.ADMIN, Method.POST, RehearsalExchange.PATH,
                        "Treat a dependency as away for a while", RehearsalExchange.BeginRequest.class,
                        RehearsalExchange.Begun.class, exchange -> rehearsals
                                .begin(exchange.body(RehearsalExchange.BeginRequest.class), exchange.actor())),
                Endpoint.changes(Access.ADMIN, Method.DELETE, RehearsalExchange.PATH, "End every rehearsal", null,
                        RehearsalExchange.Ended.class, exchange -> rehearsals.end(exchange.actor())).askingOnly()
                        .refusalsAudited());
    }
}
