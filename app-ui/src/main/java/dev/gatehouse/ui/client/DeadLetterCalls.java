package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.DeadLettersExchange;
import java.util.concurrent.CompletableFuture;

/** {@link DeadLettersExchange}. */
public final class DeadLetterCalls {

    private static final TypeReference<DeadLettersExchange.Letters> LETTERS = new TypeReference<>() {};
    private static final TypeReference<DeadLettersExchange.Dealt> DEALT = new TypeReference<>() {};

    private final ConsoleClient client;

    DeadLetterCalls(ConsoleClient client) {
        this.client = client;
    }

    /** The dead letters of all nodes. */
    public CompletableFuture<DeadLettersExchange.Letters> list() {
        return client.call(Transport.Call.get(DeadLettersExchange.PATH), LETTERS);
    }

    /** Has a letter tried once more. */
    public CompletableFuture<DeadLettersExchange.Dealt> retry(String id) {
        return client.call(Transport.Call.post(DeadLettersExchange.retryPath(id), null), DEALT);
    }

    /** Drops a letter. */
    public CompletableFuture<DeadLettersExchange.Dealt> drop(String id) {
        return client.call(new Transport.Call("DELETE", DeadLettersExchange.path(id), null, null), DEALT);
    }
}
