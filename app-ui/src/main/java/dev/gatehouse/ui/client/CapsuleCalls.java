package dev.gatehouse.ui.client;

import dev.gatehouse.model.api.CapsuleExchange;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** {@link CapsuleExchange}. */
public final class CapsuleCalls {

    private final ConsoleClient client;

    CapsuleCalls(ConsoleClient client) {
        this.client = client;
    }

    /** Writes what happened in a window of time into {@code target}. */
    public CompletableFuture<Path> export(CapsuleExchange.Request window, Path target, Transfer transfer) {
        return client.download(Transport.Call.post(CapsuleExchange.PATH, window), target, transfer);
    }
}
