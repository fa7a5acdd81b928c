package dev.gatehouse.server.call;

import dev.gatehouse.model.trace.SpanKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this node does for one call of a trace, measured in timings of which one is the whole call. Whoever does a part
 * of it asks for a timing by a static method; outside of any work that costs a look and does nothing. Safe for use by
 * several threads.
 */
public final class Work {

    private static final ScopedValue<Place> PLACE = ScopedValue.newInstance();
    private static final int MOST_TIMINGS = 256;

    private final Trace trace;
    private final Instant startedAt;
    private final long startedNanos = System.nanoTime();
    private final Consumer<Work> onEnd;
    private final AtomicInteger users = new AtomicInteger(1);
    private final AtomicBoolean taken = new AtomicBoolean();
    private final List<Timing> timings = new ArrayList<>(8);
    private final Timing whole;
    private boolean cut;
    private volatile boolean failed;
    private volatile boolean worthKeeping;

    /** Where in the work a thread is: the timing that is under way. */
    private static final class Place {

        private final Work work;
        private Timing open;

        private Place(Work work, Timing open) {
            this.work = work;
            this.open = open;
        }
    }

    Work(Trace trace, String name, SpanKind kind, Instant startedAt, Consumer<Work> onEnd) {
        this.trace = trace;
        this.startedAt = startedAt;
        this.onEnd = onEnd;
        this.whole = new Timing(this, trace.spanId(), trace.parentId(), name, kind);
    }

    /**
     * Times a part of the current work.
     *
     * @return closed by the same thread where the part ends; does nothing outside of any work
     */
    public static Timing time(String name, SpanKind kind) {
        return begin(name, kind, true);
    }

    /** Times a part of the current work that goes on beside what this thread does; any thread may close it. */
    public static Timing timeAside(String name, SpanKind kind) {
        return begin(name, kind, false);
    }

    private static Timing begin(String name, SpanKind kind, boolean around) {
        Place place = PLACE.isBound() ? PLACE.get() : null;
        if (place == null) {
            return Timing.NONE;
        }
        Timing outer = place.open;
        Timing timing = new Timing(place.work, null, outer.spanId(), name, kind);
        if (around) {
            timing.outer = outer;
            place.open = timing;
        } else {
            place.work.users.incrementAndGet();
        }
        return timing;
    }

    /** Times what {@code part} does, and notes what it throws. */
    public static <T extends @Nullable Object> T timed(String name, SpanKind kind, Supplier<T> part) {
        if (!PLACE.isBound()) {
            return part.get();
        }
        try (Timing timing = time(name, kind)) {
            try {
                return part.get();
            } catch (RuntimeException e) {
                timing.failed(e);
                throw e;
            }
        }
    }

    /** Notes something about the innermost part under way; does nothing outside of any work. */
    public static void note(String name, String value) {
        if (PLACE.isBound()) {
            PLACE.get().open.note(name, value);
        }
    }

    /** Whether this thread works for a call that is measured. */
    public static boolean isMeasured() {
        return PLACE.isBound();
    }

    /** The header {@code traceparent} for whom this thread asks now: its parent is the innermost part under way. */
    public static String traceparent() {
        Place place = PLACE.isBound() ? PLACE.get() : null;
        return place == null ? Trace.current().traceparent() : place.work.trace.traceparent(place.open.spanId());
    }

    /** {@code rest}, to be run by another thread for the work of this one. */
    public static Runnable carrying(Runnable rest) {
        if (!PLACE.isBound()) {
            return rest;
        }
        Place from = PLACE.get();
        Work work = from.work;
        Timing outer = from.open;
        work.users.incrementAndGet();
        return () -> {
            try {
                ScopedValue.where(Trace.CURRENT, work.trace).where(PLACE, new Place(work, outer)).run(rest);
            } finally {
                work.release();
            }
        };
    }

    /** The whole was done before, in {@code nanos}. */
    void done(long nanos, List<String> notes, @Nullable String error) {
        whole.over(nanos, notes, error);
        ended(whole);
        release();
    }

    /** Does the whole of the work. */
    void run(Consumer<Timing> body) {
        try {
            within(() -> body.accept(whole));
        } finally {
            end();
        }
    }

    /** Does something of the work on this thread; what it throws is noted at the whole. */
    void within(Runnable body) {
        try {
            ScopedValue.where(Trace.CURRENT, trace).where(PLACE, new Place(this, whole)).run(body);
        } catch (RuntimeException e) {
            whole.failed(e);
            throw e;
        }
    }

    /** Times a part of it that any thread may close. */
    Timing part(String name, SpanKind kind) {
        users.incrementAndGet();
        return new Timing(this, null, whole.spanId(), name, kind);
    }

    Timing whole() {
        return whole;
    }

    /** The whole is over; called once. */
    void end() {
        whole.close();
        release();
    }

    private void release() {
        if (users.decrementAndGet() == 0) {
            onEnd.accept(this);
        }
    }

    private void ended(Timing timing) {
        synchronized (timings) {
            if (timings.size() < MOST_TIMINGS || timing.equals(whole)) {
                timings.add(timing);
            } else {
                cut = true;
            }
        }
        failed |= timing.isWhole() && timing.isFailed();
    }

    /** The trace it belongs to; its span is the whole of this. */
    public Trace trace() {
        return trace;
    }

    /** When it began, by this node's clock. */
    public Instant startedAt() {
        return startedAt;
    }

    /** How long the whole took. */
    public Duration duration() {
        return Duration.ofNanos(whole.nanos());
    }

    /** What was measured, in the order in which it ended; the whole is among it. */
    public List<Timing> timings() {
        synchronized (timings) {
            return List.copyOf(timings);
        }
    }

    /** Whether there was more than is kept. */
    public boolean isCut() {
        synchronized (timings) {
            return cut;
        }
    }

    /** Whether the whole failed; a part may have failed and been dealt with. */
    public boolean isFailed() {
        return failed;
    }

    /** Marks it as something that an operator may ask for. */
    public void keep() {
        worthKeeping = true;
    }

    /** Whether somebody marked it so. */
    public boolean isWorthKeeping() {
        return worthKeeping;
    }

    /** Takes it to be kept; true for the first who does. */
    public boolean take() {
        return taken.compareAndSet(false, true);
    }

    /** One measured part of a work. */
    public static final class Timing implements AutoCloseable {

        static final Timing NONE = new Timing(null, "", null, "", SpanKind.INTERNAL);

        private final @Nullable Work work;
        private @Nullable String spanId;
        private final @Nullable String parentId;
        private final String name;
        private final SpanKind kind;
        private final long fromNanos;
        private @Nullable Timing outer;
        private long nanos;
        private @Nullable List<String> notes;
        private @Nullable String error;
        private boolean closed;

        private Timing(@Nullable Work work, @Nullable String spanId, @Nullable String parentId, String name,
                SpanKind kind) {
            this.work = work;
            this.spanId = spanId;
            this.parentId = parentId;
            this.name = name;
            this.kind = kind;
            this.fromNanos = work == null ? 0 : System.nanoTime() - work.startedNanos;
        }

        /** 16 hex digits; made when somebody asks. */
        public synchronized String spanId() {
            String id = spanId;
            if (id == null) {
                id = Trace.newSpanId();
                spanId = id;
            }
            return id;
        }

        /** The span that caused it; absent where nothing is known to have. */
        public @Nullable String parentId() {
            return parentId;
        }

        public String name() {
            return name;
        }

        public SpanKind kind() {
            return kind;
        }

        /** From the begin of the work to the begin of this, in nanoseconds. */
        public long fromNanos() {
            return fromNanos;
        }

        /** How long it took, in nanoseconds. */
        public long nanos() {
            return nanos;
        }

        /** Names and values, in turn; a name can come again. */
        public synchronized List<String> notes() {
            return notes == null ? List.of() : List.copyOf(notes);
        }

        /** What went wrong; absent where nothing did. */
        public synchronized @Nullable String error() {
            return error;
        }

        synchronized boolean isFailed() {
            return error != null;
        }

        private boolean isWhole() {
            return work != null && equals(work.whole);
        }

        /** Notes something about it. */
        public synchronized void note(String what, String value) {
            if (work != null && !closed) {
                List<String> all = notes == null ? new ArrayList<>(8) : notes;
                all.add(what);
                all.add(value);
                notes = all;
            }
        }

        /** Notes what went wrong, in one sentence. */
        public synchronized void failed(String sentence) {
            if (work != null && error == null) {
                error = sentence;
            }
        }

        /** Notes what went wrong. */
        public void failed(Throwable thrown) {
            failed(thrown instanceof RequestFailure failure
                    ? failure.code().code() + ": " + failure.detail()
                    : thrown.getClass().getSimpleName() + ": " + thrown.getMessage());
        }

        private synchronized void over(long took, List<String> noted, @Nullable String wrong) {
            closed = true;
            nanos = took;
            notes = noted;
            error = wrong;
        }

        /** Ends it. */
        @Override
        public void close() {
            Work mine = work;
            if (mine == null) {
                return;
            }
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
                nanos = System.nanoTime() - mine.startedNanos - fromNanos;
            }
            mine.ended(this);
            if (outer != null) {
                if (PLACE.isBound() && PLACE.get().work.equals(mine)) {
                    PLACE.get().open = outer;
                }
            } else if (!isWhole()) {
                mine.release();
            }
        }
    }
}
