package dev.gatehouse.server.event;

import dev.gatehouse.model.api.DeadLettersExchange;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Endpoint.Method;
import java.util.List;

/** {@code /api/v1/dead-letters}. */
public final class DeadLetterEndpoints {

    private static final String ONE = DeadLettersExchange.PATH + "/{id}";

    private final DeadLetters letters;

    public DeadLetterEndpoints(DeadLetters letters) {
        this.letters = letters;
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads(Access.VIEWER, DeadLettersExchange.PATH,
                        "Changes that a part of a node could not follow, on all nodes",
                        DeadLettersExchange.Letters.class, exchange -> letters.all()),
                Endpoint.changes(Access.OPERATOR, Method.POST, ONE + "/retry", "Try a dead letter once more", null,
                        DeadLettersExchange.Dealt.class,
                        exchange -> letters.retry(exchange.path("id"), exchange.actor())),
                Endpoint.changes(Access.OPERATOR, Method.DELETE, ONE,
                        "Drop a dead letter; what waits behind it goes on",
                        null, DeadLettersExchange.Dealt.class,
                        exchange -> letters.drop(exchange.path("id"), exchange.actor())));
    }
}
