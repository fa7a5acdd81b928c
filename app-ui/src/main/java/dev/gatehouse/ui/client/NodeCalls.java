package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.NodesExchange;
import java.util.concurrent.CompletableFuture;

/** {@link NodesExchange}. */
public final class NodeCalls {

    private static final TypeReference<NodesExchange.Drained> DRAINED = new TypeReference<>() {};
    private static final TypeReference<NodesExchange.Connections> CONNECTIONS = new TypeReference<>() {};

    private final ConsoleClient client;

    NodeCalls(ConsoleClient client) {
        this.client = client;
    }

    /** Has a node move its clients to others and take none in. */
    public CompletableFuture<NodesExchange.Drained> drain(String node, String reason) {
        return client.call(
                Transport.Call.post(NodesExchange.drainPath(node), new NodesExchange.DrainRequest(reason)), DRAINED);
    }

    /** Has a node take clients in again. */
    public CompletableFuture<NodesExchange.Drained> endDrain(String node) {
        return client.call(new Transport.Call("DELETE", NodesExchange.drainPath(node), null, null), DRAINED);
    }

    /** What the sockets of a node do. */
    public CompletableFuture<NodesExchange.Connections> connections(String node) {
        return client.call(Transport.Call.get(NodesExchange.connectionsPath(node)), CONNECTIONS);
    }
}
