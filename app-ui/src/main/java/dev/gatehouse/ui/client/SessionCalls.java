package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.SessionsExchange;
import dev.gatehouse.model.session.Session;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@link SessionsExchange}; the sessions that are online come over {@link LiveClient}. */
public final class SessionCalls {

    private static final TypeReference<SessionsExchange.Kicked> KICKED = new TypeReference<>() {};
    private static final TypeReference<SessionsExchange.Ended> ENDED = new TypeReference<>() {};

    private static final TypeReference<Session> SESSION = new TypeReference<>() {};

    private final ConsoleClient client;

    SessionCalls(ConsoleClient client) {
        this.client = client;
    }

    /** One session that is online. */
    public CompletableFuture<Session> get(String sid) {
        return client.call(Transport.Call.get(SessionsExchange.path(sid)), SESSION);
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
