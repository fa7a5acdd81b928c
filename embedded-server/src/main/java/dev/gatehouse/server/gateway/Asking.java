package dev.gatehouse.server.gateway;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.call.Work;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.Response;
import org.jspecify.annotations.Nullable;

/** Asks the upstreams of a route for one request: whose turn it is, and again where the route says so. */
final class Asking {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Upstreams upstreams;
    private final Passage passage;
    private final RouteState state;
    private Outcome.@Nullable Begun unused;

    Asking(Upstreams upstreams, Passage passage, RouteState state) {
        this.upstreams = upstreams;
        this.passage = passage;
        this.state = state;
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
            drop(unused);
        }
        if (passage.isAbandoned()) {
            return new Outcome.Abandoned();
        }
        RouteState.Upstream upstream = state.next();
        if (upstream == null) {
            return new Outcome.Failed(RequestFailure.later(ErrorCode.UPSTREAMS_OPEN,
                    "Every upstream of this route has failed lately, so none is asked for a while.", SOON));
        }
        try (Work.Timing timing = Work.time(passage.asked().method() + " " + upstream.address(), SpanKind.CLIENT)) {
            Outcome outcome = from(upstream);
            switch (outcome) {
                case Outcome.Begun begun -> {
                    timing.note("http.response.status_code", Integer.toString(begun.response().getStatus()));
                    if (begun.response().getStatus() >= 500) {
                        timing.failed("answered " + begun.response().getStatus());
                    }
                    unused = begun.isNone() ? begun : null;
                }
                case Outcome.Abandoned _ -> timing.note("gatehouse.caller", "gone");
                case Outcome.Failed failed -> timing.failed(failed.failure());
            }
            return outcome;
        }
    }

    private Outcome from(RouteState.Upstream upstream) {
        Outgoing request = passage.outgoing(upstream.base(), Trace.current().traceId(), Work.traceparent());
        long startedNanos = System.nanoTime();
        try {
            upstreams.ask(request, passage.response());
            Response answer = request.begun(state.timeoutNanos());
            upstream.answered(answer.getStatus(), System.nanoTime() - startedNanos);
            return new Outcome.Begun(request, answer);
        } catch (TimeoutException e) {
            if (passage.isAbandoned()) {
                return abandoned(upstream, e);
            }
            upstream.failed(e, System.nanoTime() - startedNanos);
            return new Outcome.Failed(new RequestFailure(ErrorCode.UPSTREAM_TIMEOUT, upstream.address()
                    + " did not begin to answer within " + TimeUnit.NANOSECONDS.toMillis(state.timeoutNanos())
                    + " ms."));
        } catch (ExecutionException e) {
            return failed(upstream, request, e.getCause() == null ? e : e.getCause(), startedNanos);
        } catch (RuntimeException e) {
            return failed(upstream, request, e, startedNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            request.abort(e);
            upstream.spared();
            return new Outcome.Failed(new RequestFailure(ErrorCode.DRAINING, "This node stops.", e));
        }
    }

    private Outcome abandoned(RouteState.Upstream upstream, Throwable why) {
        upstream.spared();
        return passage.isOverdue() ? new Outcome.Failed(brokenBody(why)) : new Outcome.Abandoned();
    }

    private Outcome failed(RouteState.Upstream upstream, Outgoing request, Throwable why, long startedNanos) {
        if (passage.isAbandoned()) {
            return abandoned(upstream, why);
        }
        if (request.callerFailed()) {
            upstream.spared();
            return new Outcome.Failed(brokenBody(why));
        }
        if (why instanceof UpstreamAddresses.Forbidden) {
            upstream.spared();
            return new Outcome.Failed(new RequestFailure(ErrorCode.UPSTREAM_FORBIDDEN, String.valueOf(why.getMessage()),
                    why));
        }
        upstream.failed(why, System.nanoTime() - startedNanos);
        return new Outcome.Failed(why instanceof TimeoutException
                ? new RequestFailure(ErrorCode.UPSTREAM_TIMEOUT, upstream.address() + " is silent.", why)
                : new RequestFailure(ErrorCode.UPSTREAM_FAILED,
                        upstream.address() + " cannot be asked: " + why.getMessage() + ".", why));
    }

    /** The caller did not send the body that it had announced. */
    static RequestFailure brokenBody(Throwable why) {
        return new RequestFailure(ErrorCode.BAD_REQUEST, "The request's body broke off or cannot be read.", why);
    }

    /** Lets an answer go that nobody is given. */
    static void drop(Outcome.Begun begun) {
        begun.request().abort(new IOException("The answer is not used"));
    }

    /** The body of an answer. */
    static InputStream body(Outcome.Begun begun) {
        return begun.request().answer().getInputStream();
    }
}
