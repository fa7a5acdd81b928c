package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.RoomsExchange;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@link RoomsExchange}. */
public final class RoomCalls {

    private static final TypeReference<RoomsExchange.Listing> LISTING = new TypeReference<>() {};
    private static final TypeReference<RoomsExchange.Members> MEMBERS = new TypeReference<>() {};
    private static final TypeReference<RoomsExchange.History> HISTORY = new TypeReference<>() {};

    private final ConsoleClient client;

    RoomCalls(ConsoleClient client) {
        this.client = client;
    }

    /** The rooms that have members, the fullest first. */
    public CompletableFuture<RoomsExchange.Listing> list(int limit) {
        return client.call(Transport.Call.get(new Query().with("limit", limit).on(RoomsExchange.PATH)), LISTING);
    }

    /** Who is in a room. */
    public CompletableFuture<RoomsExchange.Members> members(String room, int limit) {
        return client.call(Transport.Call.get(new Query().with("limit", limit).on(path(room) + "/members")), MEMBERS);
    }

    /**
     * What was said in a room, oldest first.
     *
     * @param before from an earlier answer, for what came before it; absent for the newest
     */
    public CompletableFuture<RoomsExchange.History> history(String room, @Nullable String before, int limit) {
        String path = new Query().with("before", before).with("limit", limit).on(path(room) + "/history");
        return client.call(Transport.Call.get(path), HISTORY);
    }

    private static String path(String room) {
        return RoomsExchange.PATH + "/" + URLEncoder.encode(room, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
