package dev.gatehouse.server.audit.sqlite;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jspecify.annotations.Nullable;

/**
 * What may be let go next, of a kind of records that are in no chain, or of a node's chain: there in the order of seq,
 * and not beyond a hole, whatever times the records say.
 */
final class AuditFront implements AutoCloseable {

    private final @Nullable String node;
    private final ResultIterator<Old> rows;
    private final List<Old> ahead = new ArrayList<>();
    private final boolean passesHoles;
    /** The first seq that was not there in order. */
    private long expected;
    private boolean ended;
    private long taken;
    private long floor;

    /**
     * What can be let go at once: a record, or all that claim a place of a chain.
     *
     * @param record the number, of several the last one
     * @param seq    the place in the chain; 0 where it is in none
     * @param bytes  its size, in characters
     */
    record Old(long record, long seq, long bytes) {}

    private AuditFront(@Nullable String node, ResultIterator<Old> rows, long floor, boolean passesHoles) {
        this.node = node;
        this.rows = rows;
        this.floor = floor;
        this.expected = floor;
        this.passesHoles = passesHoles;
    }

    /** Records of a kind that are in no chain, by time. */
    static AuditFront others(Handle handle, String kind) {
        return new AuditFront(null, handle
                .createQuery("SELECT record, 0, " + AuditDrop.SIZE
                        + " FROM audit_record WHERE kind = :kind AND seq = 0 ORDER BY record")
                .bind("kind", kind)
                .map((row, context) -> new Old(row.getLong(1), row.getLong(2), row.getLong(3)))
                .iterator(), 0, true);
    }

    /**
     * A node's chain.
     *
     * @param lost whether the log has lost records before they were indexed, so that a hole tells nothing
     */
    static AuditFront chain(Handle handle, String node, boolean lost) {
        long floor = handle.createQuery("SELECT seq FROM audit_floor WHERE node = :node")
                .bind("node", node)
                .mapTo(Long.class)
                .findOne()
                .orElse(1L);
        return new AuditFront(node, handle
                .createQuery("SELECT max(record), seq, sum(" + AuditDrop.SIZE
                        + ") FROM audit_record WHERE node = :node AND seq > 0 GROUP BY seq ORDER BY seq")
                .bind("node", node)
                .map((row, context) -> new Old(row.getLong(1), row.getLong(2), row.getLong(3)))
                .iterator(), floor, lost);
    }

    /** Whose chain it is; absent where it is none. */
    @Nullable
    String node() {
        return node;
    }

    /** The first that may be let go; absent where none may. */
    @Nullable
    Old first() {
        return at(0);
    }

    /** Takes the first. */
    Old take() {
        Old old = ahead.removeFirst();
        taken = old.seq;
        if (old.seq == floor) {
            floor++;
        }
        return old;
    }

    /**
     * How many from the first on are from before {@code before}. In a chain, one that a wrong clock has put at
     * {@code future} or later counts as old as the one after it.
     */
    int older(long before, long future, int most) {
        int count = 0;
        for (int place = 0; place < most; place++) {
            Old old = at(place);
            if (old == null) {
                break;
            }
            if (old.record < before) {
                count = place + 1;
            } else if (node == null || old.record < future) {
                break;
            }
        }
        return count;
    }

    /** The place in the chain of what was taken last. */
    long taken() {
        return taken;
    }

    /** Where the chain begins once what was taken is gone. */
    long floor() {
        return floor;
    }

    private @Nullable Old at(int place) {
        while (ahead.size() <= place && !ended) {
            Old next = rows.hasNext() ? rows.next() : null;
            if (next == null || (next.seq > expected && !mayPass())) {
                ended = true;
            } else {
                ahead.add(next);
                if (next.seq == expected) {
                    expected++;
                }
            }
        }
        return place < ahead.size() ? ahead.get(place) : null;
    }

    /** A chain that does not begin here has no floor that a hole could move. */
    private boolean mayPass() {
        return passesHoles || expected == 1;
    }

    @Override
    public void close() {
        rows.close();
    }
}
