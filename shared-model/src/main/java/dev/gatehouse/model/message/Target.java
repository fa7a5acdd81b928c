package dev.gatehouse.model.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a message is for. Exactly one field is given. A plain JSON string is read as a user.
 *
 * @param all      true for every session online
 * @param room     the members of a room
 * @param node     every session that a node holds
 * @param user     a user, by id or username
 * @param session  one session
 * @param sessions several sessions, at most {@value #MOST_SESSIONS}
 */
public record Target(
        @Nullable Boolean all,
        @Nullable String room,
        @Nullable String node,
        @Nullable String user,
        @Nullable String session,
        @Nullable List<String> sessions) {

    /** The most sessions that can be named at once. */
    public static final int MOST_SESSIONS = 1000;

    public Target {
        sessions = sessions == null ? null : List.copyOf(sessions);
    }

    /** Every session online. */
    public static Target everybody() {
        return new Target(true, null, null, null, null, null);
    }

    /** The members of a room. */
    public static Target room(String room) {
        return new Target(null, room, null, null, null, null);
    }

    /** Every session that a node holds. */
    public static Target node(String node) {
        return new Target(null, null, node, null, null, null);
    }

    /** A user, by id or username. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Target user(String user) {
        return new Target(null, null, null, user, null, null);
    }

    /** One session. */
    public static Target session(String sid) {
        return new Target(null, null, null, null, sid, null);
    }

    /** Several sessions. */
    public static Target sessions(List<String> sids) {
        return new Target(null, null, null, null, null, sids);
    }

    /** Reads the fields of a JSON object. */
    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    static Target of(
            @com.fasterxml.jackson.annotation.JsonProperty("all") @Nullable Boolean all,
            @com.fasterxml.jackson.annotation.JsonProperty("room") @Nullable String room,
            @com.fasterxml.jackson.annotation.JsonProperty("node") @Nullable String node,
            @com.fasterxml.jackson.annotation.JsonProperty("user") @Nullable String user,
            @com.fasterxml.jackson.annotation.JsonProperty("session") @Nullable String session,
            @com.fasterxml.jackson.annotation.JsonProperty("sessions") @Nullable List<String> sessions) {
        return new Target(all, room, node, user, session, sessions);
    }
}
