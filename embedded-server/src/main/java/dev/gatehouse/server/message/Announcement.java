package dev.gatehouse.server.message;

import org.jspecify.annotations.Nullable;

/**
 * What all nodes are told of a message to a room.
 *
 * @param at     its place in the room's history; absent where it is in none
 * @param before the place of the message before it
 * @param origin who wants to know how many got it, see {@link Tallies#origin}
 */
public record Announcement(String room, String msgId, @Nullable Position at, @Nullable Position before, Note note,
        @Nullable String origin) {

    /** The kind of message between nodes that bears it. */
    public static final String KIND = "message.room";
}
