package dev.gatehouse.server.session.sqlite;

import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of the table {@code ended_session} one after another, read in pages along an index: each page goes on after the
 * last row of the one before, so that rows that come meanwhile move nothing.
 */
final class EndedPages implements Iterator<EndedSession> {

    private static final int PAGE = 500;

    private final ReplicaDatabase replica;
    private final Order order;
    private final long first;
    private final long end;
    private final long connectedBy;
    private final Deque<Row> page = new ArrayDeque<>();
    private @Nullable Row last;
    private boolean over;

    /** A way through the table. */
    enum Order {
        BY_END("ended_at_millis", ">", "<", ""),
        BY_END_NEWEST_FIRST("ended_at_millis", "<", ">=", " DESC"),
        BY_BEGINNING("connected_at_millis", ">", "<", "");

        private final String sql;

        Order(String column, String after, String bound, String direction) {
            this.sql = """
                       SELECT ended_at_millis, connected_at_millis, rowid, session FROM ended_session
                       WHERE (COLUMN, connected_at_millis, rowid) AFTER (:at, :connected, :row) AND COLUMN BOUND :end
                         AND connected_at_millis <= :by
                       ORDER BY COLUMN DIRECTION, connected_at_millis DIRECTION, rowid DIRECTION LIMIT :limit"""
                    .replace("COLUMN", column).replace("AFTER", after).replace("BOUND", bound)
                    .replace("DIRECTION", direction);
        }
    }

    private record Row(long endedAt, long connectedAt, long row, String session) {}

    /**
     * @param from        the first moment of the order's column (inclusive), in milliseconds since 1970
     * @param until       its end (exclusive)
     * @param connectedBy the last moment at which a session may have connected
     */
    EndedPages(ReplicaDatabase replica, Order order, long from, long until, long connectedBy) {
        this.replica = replica;
        this.order = order;
        this.connectedBy = connectedBy;
        boolean backwards = order == Order.BY_END_NEWEST_FIRST;
        this.first = backwards ? until : from;
        this.end = backwards ? from : until;
    }

    @Override
    public boolean hasNext() {
        if (page.isEmpty() && !over) {
            List<Row> read = read();
            page.addAll(read);
            over = read.size() < PAGE;
        }
        return !page.isEmpty();
    }

    @Override
    public EndedSession next() {
        if (!hasNext()) {
            throw new NoSuchElementException("There are no more sessions.");
        }
        Row row = page.removeFirst();
        last = row;
        return SqliteEndedSessionStore.ended(row.session);
    }

    /** Row numbers begin at 1, so that the first page begins before every row of its first moment. */
    private List<Row> read() {
        Row before = last;
        long at = before == null ? first : order == Order.BY_BEGINNING ? before.connectedAt : before.endedAt;
        return replica.read(handle -> handle.createQuery(order.sql)
                .bind("at", at)
                .bind("connected", before == null ? Long.MIN_VALUE : before.connectedAt)
                .bind("row", before == null ? 0L : before.row)
                .bind("end", end)
                .bind("by", connectedBy)
                .bind("limit", PAGE)
                .map((row, _) -> new Row(row.getLong(1), row.getLong(2), row.getLong(3), row.getString(4))).list());
    }
}
