package dev.gatehouse.server.session;

import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.session.column.Columns;
import dev.gatehouse.server.session.column.MatchedSlots;
import dev.gatehouse.server.session.column.OrderSnapshot;
import dev.gatehouse.server.session.column.SessionColumn;
import dev.gatehouse.server.session.column.SlotOrder;
import dev.gatehouse.server.session.column.SortedSlots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntBinaryOperator;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Windows over the columns of an index. What a filter meets, unless it asks for ages, and how a column sorts is kept, and made current by what has
 * changed, until nobody has asked for it for a minute. Who asks for an order first gets an answer without it, and it is
 * sorted on another thread meanwhile.
 *
 * <p>
 * Writers tell of changes under the index's write lock. All else here happens under {@link #looking} and, where columns
 * are read, under the read lock within it, so that neither maps nor what is noted in them change under anybody.
 */
final class PresenceWindows {

    private static final long UNUSED_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_FILTERS = 32;

    private final Columns columns;
    private final Lock reading;
    private final LongSupplier nanoTime;
    private final Executor sorter;
    private final Sizes sizes;
    /** Fair, or whoever makes everything current would keep it from those who ask. */
    private final Lock looking = new ReentrantLock(true);
    private final Map<SessionOrder, Used<SortedSlots>> orders = new HashMap<>();
    private final Map<SessionFilter, Used<MatchedSlots>> matches = new HashMap<>();
    private final AtomicBoolean keepingUp = new AtomicBoolean();
    private volatile boolean crowded;

    /**
     * What is much and what is little.
     *
     * @param few         so many are sorted anew each time; it takes less than looking through an order of a million
     * @param mostChanges when more than this has changed in something kept, all is made current though nobody asks
     */
    record Sizes(int few, int mostChanges) {

        static final Sizes USUAL = new Sizes(4096, 5000);
    }

    /** What came of looking under the locks. */
    sealed interface Look {}

    /** Rows of all that a filter meets. */
    record Window(long total, List<Session> rows) implements Look {}

    /** What is asked for, with staleness resolved into nodes. */
    private record Asked(SessionFilter filter, SessionOrder order, Predicate<String> live, int offset, int limit) {

        int end() {
            return (int) Math.min(Integer.MAX_VALUE, (long) offset + limit);
        }
    }

    /**
     * What is left to do without a lock.
     *
     * @param among the slots that the filter meets; absent where it meets all
     * @param front the slots that come before all others; absent where there are none
     * @param wanted the order to be sorted; absent where it is being sorted already
     */
    record Unsorted(OrderSnapshot snapshot, long total, @Nullable BitSet among, @Nullable BitSet front,
            @Nullable SortedSlots wanted) implements Look {}

    /** Something kept, and when it was used last. */
    private static final class Used<T> {

        private final T kept;
        private long atNanos;

        private Used(T kept) {
            this.kept = kept;
        }
    }

    PresenceWindows(Columns columns, Lock reading, LongSupplier nanoTime, Executor sorter, Sizes sizes) {
        this.columns = columns;
        this.reading = reading;
        this.nanoTime = nanoTime;
        this.sorter = sorter;
        this.sizes = sizes;
    }

    /** Notes that a slot has another session, or none, or that anything of it has changed. */
    void changed(int slot) {
        orders.forEach((_, order) -> note(order.kept, slot));
        matches.forEach((_, match) -> {
            match.kept.changed(slot);
            if (match.kept.changes() > sizes.mostChanges) {
                crowded = true;
            }
        });
    }

    /** Notes that the session of a slot was seen, and nothing else. */
    void seen(int slot) {
        orders.forEach((order, sorted) -> {
            if (order.column() == SessionColumn.LAST_SEEN_AT) {
                note(sorted.kept, slot);
            }
        });
    }

    /** Has everything made current soon if much has changed. To be called without a lock. */
    void keepUp() {
        if (crowded && keepingUp.compareAndSet(false, true)) {
            sorter.execute(this::makeCurrent);
        }
    }

    Window window(SessionFilter filter, SessionOrder order, Predicate<String> live, int offset, int limit) {
        Asked asked = new Asked(filter, order, live, offset, limit);
        return switch (look(asked)) {
            case Window window -> window;
            case Unsorted unsorted -> select(asked, unsorted);
        };
    }

    /** Looks at what is kept; what is not kept yet is begun to be. */
    private Look look(Asked asked) {
        looking.lock();
        reading.lock();
        try {
            dropUnused();
            MatchedSlots match = asked.filter.isAll() ? null : matched(asked.filter);
            int total = match == null ? columns.count() : match.count();
            if (asked.offset >= total) {
                return new Window(total, List.of());
            }
            BitSet front = front(asked);
            SessionOrder order = asked.order.column() == SessionColumn.STALE
                    ? new SessionOrder(SessionColumn.SID, false)
                    : asked.order;
            if (total <= sizes.few) {
                int[] slots = match == null ? held() : match.slots();
                IntBinaryOperator bySlot = new SlotOrder(columns, order.column(), order.descending());
                return new Window(total,
                        sessions(Slice.of(slots, fronted(bySlot, front), asked.offset, asked.end()), asked.live));
            }
            Used<SortedSlots> sorted = orders.get(order);
            if (sorted != null && sorted.kept.ready()) {
                sorted.atNanos = nanoTime.getAsLong();
                sorted.kept.refresh();
                return new Window(total, sessions(page(sorted.kept, match, front, asked), asked.live));
            }
            return new Unsorted(new OrderSnapshot(columns, order.column(), order.descending()), total,
                    match == null ? null : match.copy(), front, sorted == null ? begun(order) : null);
        } finally {
            reading.unlock();
            looking.unlock();
        }
    }

    private MatchedSlots matched(SessionFilter filter) {
        if (filter.isTimed()) {
            return new MatchedSlots(columns, filter.on(columns));
        }
        Used<MatchedSlots> match = matches.get(filter);
        if (match == null) {
            if (matches.size() >= MOST_FILTERS) {
                matches.entrySet().stream()
                        .min(Comparator.comparingLong(entry -> entry.getValue().atNanos - nanoTime.getAsLong()))
                        .ifPresent(oldest -> matches.remove(oldest.getKey()));
            }
            match = new Used<>(new MatchedSlots(columns, filter.on(columns)));
            matches.put(filter, match);
        } else {
            match.kept.refresh();
        }
        match.atNanos = nanoTime.getAsLong();
        return match.kept;
    }

    private SortedSlots begun(SessionOrder order) {
        Used<SortedSlots> begun = new Used<>(new SortedSlots(columns, order.column(), order.descending()));
        begun.atNanos = nanoTime.getAsLong();
        orders.put(order, begun);
        return begun.kept;
    }

    /** The slots that come first where staleness is the order; absent where it is not, or none differs from another. */
    private @Nullable BitSet front(Asked asked) {
        if (asked.order.column() != SessionColumn.STALE) {
            return null;
        }
        BitSet front = new BitSet(columns.end());
        columns.countByNode().keySet().stream()
                .filter(node -> asked.live.test(node) != asked.order.descending())
                .forEach(node -> columns.ofNode(node, front::set));
        return front;
    }

    private static IntBinaryOperator fronted(IntBinaryOperator order, @Nullable BitSet front) {
        if (front == null) {
            return order;
        }
        return (one, other) -> {
            int difference = Boolean.compare(front.get(other), front.get(one));
            return difference != 0 ? difference : order.applyAsInt(one, other);
        };
    }

    private static int[] page(SortedSlots sorted, @Nullable MatchedSlots match, @Nullable BitSet front, Asked asked) {
        if (front != null) {
            BitSet first = (BitSet) front.clone();
            if (match != null) {
                first.and(match.copy());
            }
            int ahead = first.cardinality();
            IntPredicate rest = slot -> !front.get(slot) && (match == null || match.test(slot));
            int[] begin = sorted.page(first::get, asked.offset, asked.limit);
            int[] end = sorted.page(rest, Math.max(0, asked.offset - ahead), asked.limit - begin.length);
            return IntStream.concat(Arrays.stream(begin), Arrays.stream(end)).toArray();
        }
        return match == null
                ? sorted.page(asked.offset, asked.limit)
                : sorted.page(match, asked.offset, asked.limit);
    }

    /** Finds the rows in what was copied, and has the order sorted from the same copy. */
    private Window select(Asked asked, Unsorted unsorted) {
        OrderSnapshot snapshot = unsorted.snapshot;
        snapshot.prepare();
        SortedSlots wanted = unsorted.wanted;
        if (wanted != null) {
            sorter.execute(() -> sort(wanted, snapshot));
        }
        BitSet among = unsorted.among;
        int[] slots = among == null ? snapshot.slots() : among.stream().toArray();
        int[] slice = Slice.of(slots, fronted(snapshot, unsorted.front), asked.offset, asked.end());
        reading.lock();
        try {
            return new Window(unsorted.total, sessions(
                    Arrays.stream(slice).filter(slot -> snapshot.isStill(columns, slot)).toArray(), asked.live));
        } finally {
            reading.unlock();
        }
    }

    private void sort(SortedSlots wanted, OrderSnapshot snapshot) {
        boolean sorted = false;
        try {
            int[] slots = snapshot.sorted();
            withBoth(() -> wanted.take(slots));
            sorted = true;
        } finally {
            if (!sorted) {
                withBoth(() -> {
                    orders.values().removeIf(order -> order.kept == wanted);
                });
            }
        }
    }

    /** Makes what has changed much current, one by one, so that nobody waits for long. */
    private void makeCurrent() {
        crowded = false;
        try {
            withBoth(this::dropUnused);
            for (Used<SortedSlots> order : withBoth(() -> List.copyOf(orders.values()))) {
                withBoth(() -> {
                    if (order.kept.changes() > sizes.mostChanges / 2) {
                        order.kept.refresh();
                    }
                });
            }
            for (Used<MatchedSlots> match : withBoth(() -> List.copyOf(matches.values()))) {
                withBoth(match.kept::refresh);
            }
        } finally {
            keepingUp.set(false);
        }
    }

    private void dropUnused() {
        long now = nanoTime.getAsLong();
        orders.values().removeIf(order -> order.kept.ready() && now - order.atNanos > UNUSED_NANOS);
        matches.values().removeIf(match -> now - match.atNanos > UNUSED_NANOS);
    }

    private void note(SortedSlots sorted, int slot) {
        sorted.changed(slot);
        if (sorted.changes() > sizes.mostChanges && sorted.ready()) {
            crowded = true;
        }
    }

    private int[] held() {
        return IntStream.range(0, columns.end()).filter(columns::holds).toArray();
    }

    private List<Session> sessions(int[] slots, Predicate<String> live) {
        List<Session> sessions = new ArrayList<>(slots.length);
        for (int slot : slots) {
            Session session = columns.session(slot);
            sessions.add(session.withStale(!live.test(session.node())));
        }
        return sessions;
    }

    private void withBoth(Runnable action) {
        withBoth(() -> {
            action.run();
            return true;
        });
    }

    private <T> T withBoth(Supplier<T> question) {
        looking.lock();
        reading.lock();
        try {
            return question.get();
        } finally {
            reading.unlock();
            looking.unlock();
        }
    }
}
