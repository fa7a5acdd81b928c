package dev.gatehouse.server.gateway;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.call.Work;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.client.Response;
import org.jspecify.annotations.Nullable;

/** Asks the upstreams of a route for one request: whose turn it is, and again where the route says so. */
final class Asking {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Upstreams upstreams;
    private final Passage passage;
    private final RouteState state;
    private @Nullable Outcome first;
    private Outcome.@Nullable Begun unused;

    /** @param first what the first attempt came to; absent where nobody has made it */
    Asking(Upstreams upstreams, Passage passage, RouteState state, @Nullable Outcome first) {
        this.upstreams = upstreams;
        this.passage = passage;
        this.state = state;
        this.first = first;
    }

    /**
     * The best that could be had.
     *
     * @param repeatable whether the request may be sent more than once
     */
    Outcome ask(boolean repeatable) {
        return state.asking(repeatable, this::once);
    }

    private Outcome once() {
        if (unused != null) {
            unused.answer().drop();
        }
        Outcome known = first;
        if (known != null) {
            first = null;
            return known;
        }
        if (passage.isAbandoned()) {
            return new Outcome.Abandoned();
        }
        RouteState.Upstream upstream = state.next();
        if (upstream == null) {
            return new Outcome.Failed(allOpen());
        }
        try (Work.Timing timing = Work.time(passage.asked().method() + " " + upstream.address(), SpanKind.CLIENT)) {
            Outcome outcome = from(upstream, new Attempt(passage, upstream, state.timeoutNanos(), timing));
            unused = outcome instanceof Outcome.Begun begun && begun.isNone() ? begun : null;
            return outcome;
        }
    }

    /** None of them may be asked. */
    static RequestFailure allOpen() {
        return RequestFailure.later(ErrorCode.UPSTREAMS_OPEN,
                "Every upstream of this route has failed lately, so none is asked for a while.", SOON);
    }

    private Outcome from(RouteState.Upstream upstream, Attempt attempt) {
        Outgoing request = passage.outgoing(upstream.base(), Trace.current().traceId(), Work.traceparent());
        try {
            Awaited answer = new Awaited(request);
            upstreams.ask(request, passage.response(), answer.listener());
            Response begun = answer.begun(state.timeoutNanos());
            attempt.answered(begun.getStatus());
            return new Outcome.Begun(answer, begun);
        } catch (Outgoing.Late | RuntimeException e) {
            return attempt.failed(request, e);
        } catch (ExecutionException e) {
            return attempt.failed(request, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            request.abort(e);
            return attempt.stopped(e);
        }
    }
}
