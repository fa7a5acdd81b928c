package dev.gatehouse.server.intent;

import dev.gatehouse.model.api.IntentsExchange;
import dev.gatehouse.server.audit.AuditMasks;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Endpoint.Method;
import java.util.List;

/** {@code /api/v1/intents}. */
public final class IntentEndpoints {

    private static final String ONE = IntentsExchange.PATH + "/{id}";

    private final IntentService service;
    private final AuditMasks masks;

    /** @param masks what of the audit, and so of what will stand there, is hidden from whom */
    public IntentEndpoints(IntentService service, AuditMasks masks) {
        this.service = service;
        this.masks = masks;
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads(Access.VIEWER, IntentsExchange.PATH, "Changes that wait for the log",
                        IntentsExchange.Listing.class,
                        exchange -> service.list(exchange.principal(), masks.of(exchange.principal()))),
                Endpoint.changes(Access.OPERATOR, Method.POST, IntentsExchange.PATH,
                        "Keep a change until the log takes it",
                        IntentsExchange.KeepRequest.class, IntentsExchange.Kept.class,
                        exchange -> service.keep(exchange.body(IntentsExchange.KeepRequest.class),
                                exchange.principal(), exchange.actor())),
                Endpoint.changes(Access.OPERATOR, Method.PUT, ONE, "Ask for something else in its place",
                        IntentsExchange.ReviseRequest.class, IntentsExchange.Kept.class,
                        exchange -> service.revise(exchange.path("id"),
                                exchange.body(IntentsExchange.ReviseRequest.class), exchange.principal(),
                                exchange.actor())),
                Endpoint.changes(Access.OPERATOR, Method.POST, ONE + "/submit", "Submit a change that waits now", null,
                        IntentsExchange.Kept.class,
                        exchange -> service.submit(exchange.path("id"), exchange.principal(), exchange.actor())),
                Endpoint.changes(Access.OPERATOR, Method.DELETE, ONE, "Take a change back that waits", null,
                        IntentsExchange.Kept.class,
                        exchange -> service.drop(exchange.path("id"), exchange.principal(), exchange.actor())));
    }
}
