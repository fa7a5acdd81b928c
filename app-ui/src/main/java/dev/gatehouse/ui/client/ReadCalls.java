package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.HealthExchange;
import dev.gatehouse.model.health.Health;
import java.util.concurrent.CompletableFuture;

/** {@link HealthExchange}: what is only read. */
public final class ReadCalls {

    private static final TypeReference<Health> HEALTH = new TypeReference<>() {};
    private static final TypeReference<HealthExchange.Nodes> NODES = new TypeReference<>() {};

    private final ConsoleClient client;

    ReadCalls(ConsoleClient client) {
        this.client = client;
    }

    public CompletableFuture<Health> health() {
        return client.call(Transport.Call.get(HealthExchange.PATH), HEALTH);
    }

    public CompletableFuture<HealthExchange.Nodes> nodes() {
        return client.call(Transport.Call.get(HealthExchange.NODES_PATH), NODES);
    }
}
