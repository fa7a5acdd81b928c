package dev.gatehouse.server.call;

import dev.gatehouse.model.trace.SpanKind;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Measures what this node does for the calls of traces, and hands each over when it is done. */
public final class Tracer {

    /** Measures nothing; the trace of a call is passed on all the same. */
    public static final Tracer NONE = new Tracer(Clock.systemUTC(), null);

    private final Clock clock;
    private final @Nullable Consumer<Work> sink;

    private Tracer(Clock clock, @Nullable Consumer<Work> sink) {
        this.clock = clock;
        this.sink = sink;
    }

    /** @param sink takes what is done, on the thread that did it, so it must not wait */
    public static Tracer to(Consumer<Work> sink, Clock clock) {
        return new Tracer(clock, sink);
    }

    /** Whether anything is measured. */
    public boolean isOn() {
        return sink != null;
    }

    /** Does something for a trace; all that is timed on the way belongs to it. */
    public void run(Trace trace, String name, SpanKind kind, Runnable body) {
        Consumer<Work> taker = sink;
        if (taker == null) {
            ScopedValue.where(Trace.CURRENT, trace).run(body);
        } else {
            new Work(trace, name, kind, clock.instant(), taker).run(_ -> body.run());
        }
    }

    /** Does something for a trace and answers; a refusal is no failure of this node. */
    public <T> T call(Trace trace, String name, SpanKind kind, Supplier<T> body) {
        AtomicReference<T> answer = new AtomicReference<>();
        AtomicReference<RequestFailure> refusal = new AtomicReference<>();
        run(trace, name, kind, measured -> {
            try {
                answer.set(body.get());
            } catch (RequestFailure e) {
                refusal.set(e);
                measured.note("refused", e.code().code() + ": " + e.detail());
                if (e.code().status() >= 500) {
                    measured.failed(e.detail());
                }
            }
        });
        if (refusal.get() != null) {
            throw refusal.get();
        }
        return answer.get();
    }

    /**
     * Does something for a trace that may have to be named and judged afterwards.
     *
     * @param body gets the whole of the work; one that keeps nothing where nothing is measured
     */
    public void run(Trace trace, String name, SpanKind kind, Consumer<Measured> body) {
        Consumer<Work> taker = sink;
        if (taker == null) {
            ScopedValue.where(Trace.CURRENT, trace).run(() -> body.accept(Measured.NOTHING));
        } else {
            Work work = new Work(trace, name, kind, clock.instant(), taker);
            work.run(whole -> body.accept(new Measured(work, whole)));
        }
    }

    /** Begins to do something for a trace that another thread may end. */
    public Open begin(Trace trace, String name, SpanKind kind) {
        Consumer<Work> taker = sink;
        return new Open(trace, taker == null ? null : new Work(trace, name, kind, clock.instant(), taker));
    }

    /** Something that was begun and is to be ended, once, by any thread. */
    public record Open(Trace trace, @Nullable Work work) {

        /** Does something for it on this thread; all that is timed on the way belongs to it. */
        public void run(Runnable body) {
            if (work == null) {
                ScopedValue.where(Trace.CURRENT, trace).run(body);
            } else {
                work.within(body);
            }
        }

        /** Times a part of it that any thread may close. */
        public Work.Timing part(String name, SpanKind kind) {
            return work == null ? Work.Timing.NONE : work.part(name, kind);
        }

        /** The header {@code traceparent} for whom that part asks. */
        public String traceparent(Work.Timing part) {
            return work == null ? trace.traceparent() : trace.traceparent(part.spanId());
        }

        /** The whole of it. */
        public Measured measured() {
            return work == null ? Measured.NOTHING : new Measured(work, work.whole());
        }

        /** Ends it. */
        public void end() {
            if (work != null) {
                work.end();
            }
        }
    }

    /**
     * Hands over what was done and measured already.
     *
     * @param notes names and values, in turn
     * @param error what went wrong; absent where nothing did
     */
    public void did(Trace trace, String name, SpanKind kind, Took took, List<String> notes, @Nullable String error) {
        Consumer<Work> taker = sink;
        if (taker != null) {
            new Work(trace, name, kind, took.startedAt, taker).done(took.nanos, notes, error);
        }
    }

    /** When something began, by the node's clock, and how long it took. */
    public record Took(Instant startedAt, long nanos) {}

    /** The whole of a work, while it is done. */
    public record Measured(@Nullable Work work, Work.@Nullable Timing whole) {

        private static final Measured NOTHING = new Measured(null, null);

        /** Notes something about it. */
        public void note(String name, String value) {
            if (whole != null) {
                whole.note(name, value);
            }
        }

        /** Notes what went wrong. */
        public void failed(String sentence) {
            if (whole != null) {
                whole.failed(sentence);
            }
        }

        /** Marks it as something that an operator may ask for. */
        public void keep() {
            if (work != null) {
                work.keep();
            }
        }
    }
}
