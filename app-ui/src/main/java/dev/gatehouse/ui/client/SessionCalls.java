package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.NodesExchange;
import dev.gatehouse.model.api.SessionsExchange;
import dev.gatehouse.model.session.Session;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@link SessionsExchange}; the sessions that are online come over {@link LiveClient}. */
public final class SessionCalls {

    private static final TypeReference<SessionsExchange.Kicked> KICKED = new TypeReference<>() {};
    private static final TypeReference<SessionsExchange.Ended> ENDED = new TypeReference<>() {};

    private static final TypeReference<SessionsExchange.Listing> LISTING = new TypeReference<>() {};
    private static final TypeReference<SessionsExchange.Past> PAST = new TypeReference<>() {};
    private static final TypeReference<SessionsExchange.Ghosts> GHOSTS = new TypeReference<>() {};
    private static final TypeReference<NodesExchange.SocketDetail> SOCKET = new TypeReference<>() {};
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

    /** Who is online, asked of the nodes' own records and not of what this node has heard. */
    public CompletableFuture<SessionsExchange.Listing> fresh(WindowQuery query) {
        return client.call(Transport.Call.get(window(query).with("fresh", true).on(SessionsExchange.PATH)), LISTING);
    }

    /** Who was online at {@code time}. */
    public CompletableFuture<SessionsExchange.Past> at(Instant time, WindowQuery query) {
        return client.call(Transport.Call.get(window(query).with("time", time).on(SessionsExchange.AT_PATH)), PAST);
    }

    private static Query window(WindowQuery query) {
        return new Query().with("q", query.query())
                .with("sort", query.sort())
                .with("offset", query.offset())
                .with("limit", query.limit());
    }

    /** Sessions that were listed though nobody was behind them. */
    public CompletableFuture<SessionsExchange.Ghosts> ghosts(int limit) {
        return client.call(Transport.Call.get(new Query().with("limit", limit).on(SessionsExchange.GHOSTS_PATH)),
                GHOSTS);
    }

    /** What one session's socket does. */
    public CompletableFuture<NodesExchange.SocketDetail> socket(String sid) {
        return client.call(Transport.Call.get(SessionsExchange.socketPath(sid)), SOCKET);
    }

    /** Sessions that are over, newest first. */
    public CompletableFuture<SessionsExchange.Ended> ended(@Nullable String q, int limit) {
        String path = new Query().with("q", q).with("limit", limit).on(SessionsExchange.ENDED_PATH);
        return client.call(Transport.Call.get(path), ENDED);
    }
}
