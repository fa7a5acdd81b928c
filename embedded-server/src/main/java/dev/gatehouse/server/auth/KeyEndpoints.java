package dev.gatehouse.server.auth;

import dev.gatehouse.model.api.KeysExchange;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Endpoint.Method;
import java.util.List;

/** The nodes' signing keys, for administrators. */
public final class KeyEndpoints {

    private final KeyRotation rotation;

    public KeyEndpoints(KeyRotation rotation) {
        this.rotation = rotation;
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads(Access.ADMIN, KeysExchange.PATH, "The signing keys of all nodes",
                        KeysExchange.Keys.class, _ -> new KeysExchange.Keys(rotation.list())),
                Endpoint.changes(Access.ADMIN, Method.POST, KeysExchange.ROTATE_PATH,
                        "Replace the signing key of the node that answers", null, KeysExchange.Rotated.class,
                        exchange -> rotation.rotate(exchange.actor())));
    }
}
