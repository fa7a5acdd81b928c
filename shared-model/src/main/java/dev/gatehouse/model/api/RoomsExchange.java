package dev.gatehouse.model.api;

import dev.gatehouse.model.message.ServerFrame;
import dev.gatehouse.model.session.Session;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/rooms}: the rooms that have members, on all nodes. */
public final class RoomsExchange {

    public static final String PATH = "/api/v1/rooms";

    private RoomsExchange() {}

    /**
     * A room.
     *
     * @param members sessions in it
     * @param byNode  the same per node
     */
    public record Room(String room, long members, Map<String, Long> byNode) {}

    /** {@code GET}: the fullest first. */
    public record Listing(long total, List<Room> items) {}

    /** {@code GET /{room}/members}. */
    public record Members(long total, List<Session> items) {}

    /**
     * {@code GET /{room}/history}: oldest first.
     *
     * @param before pass it on as {@code before} for what came earlier; absent where there is nothing earlier
     */
    public record History(List<ServerFrame.Message> items, @Nullable String before) {}
}
