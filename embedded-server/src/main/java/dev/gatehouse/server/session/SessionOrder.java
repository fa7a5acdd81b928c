package dev.gatehouse.server.session;

import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.session.column.SessionColumn;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** An order of sessions by one column; of two that are equal in it, the lesser sid comes first. */
public record SessionOrder(SessionColumn column, boolean descending) implements Comparator<Session> {

    /**
     * The order that a column's name asks for, descending with {@code -} before it; newest connections first where it
     * is absent.
     *
     * @throws RequestFailure where there is no such column
     */
    public static SessionOrder parse(@Nullable String sort) {
        String wanted = sort == null || sort.isBlank() ? "-connectedAt" : sort.strip();
        boolean descending = wanted.startsWith("-");
        SessionColumn column = SessionColumn.of(descending ? wanted.substring(1) : wanted);
        if (column == null) {
            throw RequestFailure.invalid("sort", "Sessions can be sorted by "
                    + String.join(", ", SessionColumn.fields()) + ", with - before it for descending.");
        }
        return new SessionOrder(column, descending);
    }

    @Override
    public int compare(Session one, Session other) {
        Comparator<Session> order = column.order();
        int difference = descending ? order.compare(other, one) : order.compare(one, other);
        return difference != 0 ? difference : one.sid().compareTo(other.sid());
    }
}
