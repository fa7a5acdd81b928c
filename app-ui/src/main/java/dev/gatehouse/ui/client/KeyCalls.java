package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.KeysExchange;
import java.util.concurrent.CompletableFuture;

/** {@link KeysExchange}. */
public final class KeyCalls {

    private static final TypeReference<KeysExchange.Keys> KEYS = new TypeReference<>() {};
    private static final TypeReference<KeysExchange.Rotated> ROTATED = new TypeReference<>() {};

    private final ConsoleClient client;

    KeyCalls(ConsoleClient client) {
        this.client = client;
    }

    /** The signing keys of all nodes. */
    public CompletableFuture<KeysExchange.Keys> list() {
        return client.call(Transport.Call.get(KeysExchange.PATH), KEYS);
    }

    /** Gives the node that answers a new key. */
    public CompletableFuture<KeysExchange.Rotated> rotate() {
        return client.call(Transport.Call.post(KeysExchange.ROTATE_PATH, null), ROTATED);
    }
}
