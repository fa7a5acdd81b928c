package dev.gatehouse.server.session.column;

import dev.gatehouse.model.session.Session;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What sessions can be sorted by. */
public enum SessionColumn {
    SID("sid"),
    USER("user"),
    USERNAME("username"),
    NODE("node"),
    IP("ip"),
    KIND("kind"),
    AGENT("agent"),
    LOGIN_AT("loginAt"),
    CONNECTED_AT("connectedAt"),
    LAST_SEEN_AT("lastSeenAt"),
    ROOMS("rooms"),
    STALE("stale");

    private final String field;

    SessionColumn(String field) {
        this.field = field;
    }

    /** The column of a session's field; absent where there is none. */
    public static @Nullable SessionColumn of(String field) {
        return Arrays.stream(values()).filter(column -> column.field.equals(field)).findFirst().orElse(null);
    }

    /** The fields of all columns, sorted. */
    public static List<String> fields() {
        return Arrays.stream(values()).map(column -> column.field).sorted().toList();
    }

    /** Ascending by this column alone. */
    public Comparator<Session> order() {
        return switch (this) {
            case SID -> Comparator.comparing(Session::sid);
            case USER -> Comparator.comparing(Session::user);
            case USERNAME -> Comparator.comparing(Session::username, String.CASE_INSENSITIVE_ORDER);
            case NODE -> Comparator.comparing(Session::node);
            case IP -> Comparator.comparing(Session::ip);
            case KIND -> Comparator.comparing(Session::kind);
            case AGENT -> Comparator.comparing(Session::agent, Comparator.nullsFirst(String.CASE_INSENSITIVE_ORDER));
            case LOGIN_AT -> Comparator.comparing(Session::loginAt);
            case CONNECTED_AT -> Comparator.comparing(Session::connectedAt);
            case LAST_SEEN_AT -> Comparator.comparing(Session::lastSeenAt);
            case ROOMS -> Comparator.comparingInt(session -> session.rooms().size());
            case STALE -> Comparator.comparing(Session::stale);
        };
    }
}
