package dev.gatehouse.server.gateway;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Work;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One upstream asked once for a request: tells its breaker and the trace what that came to. */
final class Attempt {

    private final Passage passage;
    private final RouteState.Upstream upstream;
    private final long timeoutNanos;
    private final Work.Timing timing;
    private final long startedNanos = System.nanoTime();

    /** @param timing of the asking; somebody else closes it */
    Attempt(Passage passage, RouteState.Upstream upstream, long timeoutNanos, Work.Timing timing) {
        this.passage = passage;
        this.upstream = upstream;
        this.timeoutNanos = timeoutNanos;
        this.timing = timing;
    }

    /** Its answer has begun. */
    void answered(int status) {
        upstream.answered(status, System.nanoTime() - startedNanos);
        timing.note("http.response.status_code", Integer.toString(status));
        if (status >= 500) {
            timing.failed("answered " + status);
        }
    }

    /**
     * No answer has begun.
     *
     * @param why {@link Outgoing.Late} where that took too long
     */
    Outcome failed(Outgoing request, Throwable why) {
        Outcome outcome = judged(request, why);
        if (outcome instanceof Outcome.Failed failed) {
            timing.failed(failed.failure());
        } else {
            timing.note("gatehouse.caller", "gone");
        }
        return outcome;
    }

    private Outcome judged(Outgoing request, Throwable why) {
        if (passage.isAbandoned()) {
            upstream.spared();
            return passage.isOverdue() ? new Outcome.Failed(brokenBody(why)) : new Outcome.Abandoned();
        }
        if (!(why instanceof Outgoing.Late) && request.callerFailed()) {
            upstream.spared();
            return new Outcome.Failed(brokenBody(why));
        }
        if (why instanceof UpstreamAddresses.Forbidden) {
            upstream.spared();
            return new Outcome.Failed(new RequestFailure(ErrorCode.UPSTREAM_FORBIDDEN, String.valueOf(why.getMessage()),
                    why));
        }
        upstream.failed(why, System.nanoTime() - startedNanos);
        return new Outcome.Failed(switch (why) {
            case Outgoing.Late _ -> new RequestFailure(ErrorCode.UPSTREAM_TIMEOUT, upstream.address()
                    + " did not begin to answer within " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms.");
            case TimeoutException _ ->
                new RequestFailure(ErrorCode.UPSTREAM_TIMEOUT, upstream.address() + " is silent.", why);
            default -> new RequestFailure(ErrorCode.UPSTREAM_FAILED,
                    upstream.address() + " cannot be asked: " + why.getMessage() + ".", why);
        });
    }

    /** This node stops. */
    Outcome stopped(InterruptedException why) {
        upstream.spared();
        RequestFailure failure = new RequestFailure(ErrorCode.DRAINING, "This node stops.", why);
        timing.failed(failure);
        return new Outcome.Failed(failure);
    }

    /** The caller did not send the body that it had announced. */
    static RequestFailure brokenBody(Throwable why) {
        return new RequestFailure(ErrorCode.BAD_REQUEST, "The request's body broke off or cannot be read.", why);
    }
}
