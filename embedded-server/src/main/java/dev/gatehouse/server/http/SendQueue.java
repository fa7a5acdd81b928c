package dev.gatehouse.server.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What waits for one reader, counted in bytes. Not safe for use by several threads. */
final class SendQueue {

    /** What one write takes at most. */
    private static final int BATCH_BYTES = 64 * 1024;
    private static final int BATCH_MESSAGES = 128;
    /** A queue that was longer than this gives its memory back when it is empty. */
    private static final int USUAL_LENGTH = 64;
    private static final int INITIAL_LENGTH = 2;

    private final int mostBytes;
    private final SlowPolicy policy;
    private ArrayDeque<Encoded> waiting = new ArrayDeque<>(INITIAL_LENGTH);
    private int longest;
    private long bytes;
    private long bytesUnderWay;
    private long dropped;

    /** What became of a message. */
    enum Taken {
        /** It waits. */
        QUEUED,
        /** It, or others that need not arrive, were dropped. */
        DROPPED,
        /** There is no room for it, and it may not be dropped. */
        FULL
    }

    SendQueue(int mostBytes, SlowPolicy policy) {
        this.mostBytes = mostBytes;
        this.policy = policy;
    }

    Taken add(Encoded message) {
        if (fits(message)) {
            push(message);
            return Taken.QUEUED;
        }
        return switch (policy) {
            case CLOSE -> Taken.FULL;
            case DROP -> makeRoom(message);
        };
    }

    /** Adds a message whatever waits. */
    void push(Encoded message) {
        waiting.add(message);
        bytes += message.wireSize();
        longest = Math.max(longest, waiting.size());
    }

    /** Drops what waits and is not on its way. */
    void clear() {
        waiting = new ArrayDeque<>(INITIAL_LENGTH);
        longest = 0;
        bytes = bytesUnderWay;
    }

    /** What goes out with the next write, empty where nothing waits; {@link #written} must follow before the next. */
    List<Encoded> nextBatch() {
        Encoded first = waiting.poll();
        if (first == null) {
            return List.of();
        }
        bytesUnderWay = first.wireSize();
        if (waiting.isEmpty()) {
            shrink();
            return List.of(first);
        }
        List<Encoded> batch = new ArrayList<>(Math.min(BATCH_MESSAGES, waiting.size() + 1));
        batch.add(first);
        for (Encoded next = waiting.peek(); next != null && batch.size() < BATCH_MESSAGES
                && bytesUnderWay + next.wireSize() <= BATCH_BYTES; next = waiting.peek()) {
            batch.add(waiting.remove());
            bytesUnderWay += next.wireSize();
        }
        shrink();
        return batch;
    }

    /** The batch is out; returns how many bytes it had. */
    long written() {
        long written = bytesUnderWay;
        bytes -= written;
        bytesUnderWay = 0;
        return written;
    }

    /** Bytes that wait or are on their way. */
    long bytes() {
        return bytes;
    }

    /** Messages dropped so far. */
    long dropped() {
        return dropped;
    }

    private boolean fits(Encoded message) {
        return bytes == 0 || bytes + message.wireSize() <= mostBytes;
    }

    private Taken makeRoom(Encoded message) {
        if (message.isDroppable()) {
            dropped++;
            return Taken.DROPPED;
        }
        for (Iterator<Encoded> each = waiting.iterator(); each.hasNext() && !fits(message);) {
            Encoded old = each.next();
            if (old.isDroppable()) {
                each.remove();
                bytes -= old.wireSize();
                dropped++;
            }
        }
        if (!fits(message)) {
            return Taken.FULL;
        }
        push(message);
        return Taken.DROPPED;
    }

    private void shrink() {
        if (longest > USUAL_LENGTH && waiting.isEmpty()) {
            waiting = new ArrayDeque<>(INITIAL_LENGTH);
            longest = 0;
        }
    }
}
