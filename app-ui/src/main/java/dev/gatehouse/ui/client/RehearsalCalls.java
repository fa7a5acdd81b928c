package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.RehearsalExchange;
import java.util.concurrent.CompletableFuture;

/** {@link RehearsalExchange}. */
public final class RehearsalCalls {

    private static final TypeReference<RehearsalExchange.Preview> PREVIEW = new TypeReference<>() {};
    private static final TypeReference<RehearsalExchange.Begun> BEGUN = new TypeReference<>() {};
    private static final TypeReference<RehearsalExchange.Ended> ENDED = new TypeReference<>() {};

    private final ConsoleClient client;

    RehearsalCalls(ConsoleClient client) {
        this.client = client;
    }

    /** What would become of each action without {@code dependency}. */
    public CompletableFuture<RehearsalExchange.Preview> preview(String dependency) {
        return client.call(Transport.Call
                .get(new Query().with("dependency", dependency).on(RehearsalExchange.PATH)), PREVIEW);
    }

    /** Has the node treat {@code dependency} as away. */
    public CompletableFuture<RehearsalExchange.Begun> begin(String dependency, int seconds) {
        return client.call(Transport.Call.post(RehearsalExchange.PATH,
                new RehearsalExchange.BeginRequest(dependency, seconds)), BEGUN);
    }

    /** Ends every rehearsal of the node. */
    public CompletableFuture<RehearsalExchange.Ended> end() {
        return client.call(new Transport.Call("DELETE", RehearsalExchange.PATH, null, null), ENDED);
    }
}
