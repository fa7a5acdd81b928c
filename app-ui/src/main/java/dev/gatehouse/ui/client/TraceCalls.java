package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.TracesExchange;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@link TracesExchange}. */
public final class TraceCalls {

    private static final TypeReference<TracesExchange.Traces> TRACES = new TypeReference<>() {};
    private static final TypeReference<TracesExchange.Trace> TRACE = new TypeReference<>() {};

    private final ConsoleClient client;

    TraceCalls(ConsoleClient client) {
        this.client = client;
    }

    /** Traces that the nodes kept. */
    public CompletableFuture<TracesExchange.Traces> list(@Nullable String query, TracesExchange.Order order,
            int limit) {
        return client.call(Transport.Call.get(new Query().with("q", query)
                .with("order", order.name().toLowerCase(Locale.ROOT)).with("limit", limit).on(TracesExchange.PATH)),
                TRACES);
    }

    /** One trace, as all nodes together know it. */
    public CompletableFuture<TracesExchange.Trace> find(String traceId) {
        return client.call(Transport.Call.get(TracesExchange.path(traceId)), TRACE);
    }
}
