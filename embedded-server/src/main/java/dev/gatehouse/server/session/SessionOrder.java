package dev.gatehouse.server.session;

import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.call.RequestFailure;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Orders of sessions by one column each; of two that are equal in it, the lesser sid comes first. */
public final class SessionOrder {

    private static final Comparator<Session> BY_SID = Comparator.comparing(Session::sid);
    private static final Map<String, Comparator<Session>> COLUMNS = new TreeMap<>(Map.ofEntries(
            Map.entry("sid", BY_SID), Map.entry("user", Comparator.comparing(Session::user)),
            Map.entry("username", Comparator.comparing(Session::username, String.CASE_INSENSITIVE_ORDER)),
            Map.entry("node", Comparator.comparing(Session::node)), Map.entry("ip", Comparator.comparing(Session::ip)),
            Map.entry("kind", Comparator.comparing(Session::kind)),
            Map.entry("agent",
                    Comparator.comparing(Session::agent, Comparator.nullsFirst(String.CASE_INSENSITIVE_ORDER))),
            Map.entry("loginAt", Comparator.comparing(Session::loginAt)),
            Map.entry("connectedAt", Comparator.comparing(Session::connectedAt)),
            Map.entry("lastSeenAt", Comparator.comparing(Session::lastSeenAt)),
            Map.entry("rooms", Comparator.comparingInt((Session session) -> session.rooms().size())),
            Map.entry("stale", Comparator.comparing(Session::stale))));

    private SessionOrder() {}

    /**
     * The order that a column's name asks for, descending with {@code -} before it; newest connections first where it
     * is absent.
     *
     * @throws RequestFailure where there is no such column
     */
    public static Comparator<Session> parse(@Nullable String sort) {
        String column = sort == null || sort.isBlank() ? "-connectedAt" : sort.strip();
        boolean descending = column.startsWith("-");
        Comparator<Session> order = COLUMNS.get(descending ? column.substring(1) : column);
        if (order == null) {
            throw RequestFailure.invalid("sort", "Sessions can be sorted by "
                    + String.join(", ", List.copyOf(COLUMNS.keySet())) + ", with - before it for descending.");
        }
        return (descending ? order.reversed() : order).thenComparing(BY_SID);
    }
}
