package dev.gatehouse.ui.client;

import com.fasterxml.jackson.databind.JavaType;
import dev.gatehouse.model.api.SessionsExchange;
import dev.gatehouse.model.json.Json;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@link SessionsExchange}; the sessions that are online come over {@link LiveClient}. */
public final class SessionCalls {

    private static final JavaType KICKED = Json.LENIENT.constructType(SessionsExchange.Kicked.class);
    private static final JavaType ENDED = Json.LENIENT.constructType(SessionsExchange.Ended.class);

    private final ConsoleClient client;

    SessionCalls(ConsoleClient client) {
        this.client = client;
    }

    public CompletableFuture<SessionsExchange.Kicked> kick(SessionsExchange.KickRequest request) {
        return client.call(Transport.Call.post(SessionsExchange.KICK_PATH, request), KICKED);
    }

    /** Sessions that are over, newest first. */
    public CompletableFuture<SessionsExchange.Ended> ended(@Nullable String q, int limit) {
        String path = new Query().with("q", q).with("limit", limit).on(SessionsExchange.ENDED_PATH);
        return client.call(Transport.Call.get(path), ENDED);
    }
}
