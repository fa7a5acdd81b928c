package dev.gatehouse.server.gateway;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.server.http.Principal;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** One request on its way through. Used by one thread at a time, but for {@link #abort}. */
final class Passage {

    /** A body up to this size is kept so that it can be sent again. */
    private static final int MOST_REPEATED_BYTES = 64 << 10;
    /** RFC 9110 section 9.2.2. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    private final IncomingBody request;
    private final Response response;
    private final Asked asked;
    private final Route route;
    private @Nullable Principal caller;
    private @Nullable ByteBuffer body;
    private boolean limited;
    private volatile @Nullable Outgoing current;
    private volatile @Nullable Throwable abandoned;
    private final AtomicReference<@Nullable RouteState> entered = new AtomicReference<>();

    /** The response; the place in the bulkhead is free before the caller can see its end. */
    private final class Answer extends Response.Wrapper {

        Answer(Request request, Response wrapped) {
            super(request, wrapped);
        }

        @Override
        public void write(boolean last, ByteBuffer bytes, Callback callback) {
            if (last) {
                leave();
            }
            super.write(last, bytes, callback);
        }
    }

    /** The caller's body broke off or cannot be read. */
    static final class BrokenBody extends IOException {

        private static final long serialVersionUID = 1L;

        BrokenBody(Exception cause) {
            super(cause);
        }
    }

    Passage(Request request, Response response, Asked asked, Route route) {
        this.request = new IncomingBody(request);
        this.response = new Answer(request, response);
        this.asked = asked;
        this.route = route;
    }

    Request request() {
        return request;
    }

    Response response() {
        return response;
    }

    Asked asked() {
        return asked;
    }

    Route route() {
        return route;
    }

    @Nullable
    Principal caller() {
        return caller;
    }

    @Nullable
    String userId() {
        return caller == null ? null : caller.userId();
    }

    void admitted(Principal who) {
        caller = who;
    }

    boolean limited() {
        return limited;
    }

    void limit() {
        limited = true;
    }

    /**
     * Whether the request may be sent more than once: the route and the method allow it, and its body is none or was read
     * here, for which the caller is waited for.
     *
     * @throws BrokenBody where the caller's body breaks off
     */
    boolean repeatable() throws BrokenBody {
        if (!mayRepeat() || request.streams()) {
            return false;
        }
        long length = request.getLength();
        if (length > 0 && length <= MOST_REPEATED_BYTES) {
            body = whole();
        }
        return length <= MOST_REPEATED_BYTES;
    }

    /** Whether the route and the method allow a second attempt. */
    boolean mayRepeat() {
        RoutePolicies.Retry policy = route.spec().policies().retry();
        return policy != null && policy.attempts() > 1 && IDEMPOTENT.contains(asked.method());
    }

    /** Whether no body comes. */
    boolean isBodiless() {
        return request.getLength() <= 0 && !request.streams();
    }

    /** Takes a place in the bulkhead of the route; false where none is free. */
    boolean enter(RouteState state) {
        boolean free = state.enter();
        if (free) {
            entered.set(state);
        }
        return free;
    }

    /** Gives the place back, where one was taken and not given back yet. */
    void leave() {
        RouteState state = entered.getAndSet(null);
        if (state != null) {
            state.leave();
        }
    }

    private ByteBuffer whole() throws BrokenBody {
        try {
            return Content.Source.asByteBuffer(request);
        } catch (IOException | RuntimeException e) { // such as Jetty's BadMessageException where it ends too early
            throw new BrokenBody(e);
        }
    }

    /** The request as an upstream is to see it. */
    Outgoing outgoing(URI base, String traceId, String traceparent) {
        String prefix = base.getRawPath() == null ? "" : base.getRawPath();
        String target = prefix.endsWith("/")
                ? prefix.substring(0, prefix.length() - 1) + asked.target()
                : prefix + asked.target();
        HttpFields fields = HttpFields.build(Headers.outgoing(request, route.spec().permission(), caller))
                .put("traceparent", traceparent).put(Headers.TRACE_ID, traceId);
        Outgoing outgoing = new Outgoing(request, base, target, fields, body,
                Duration.ofMillis(route.spec().policies().timeoutOrDefaultMillis()));
        current = outgoing;
        Throwable cause = abandoned;
        if (cause != null) {
            outgoing.abort(cause);
        }
        return outgoing;
    }

    /** What is asked for is for others as well: it goes on where the caller goes. */
    void share() {
        current = null;
    }

    /** Whether the caller is gone, or did nothing for so long that it is not waited for. */
    boolean isAbandoned() {
        return abandoned != null;
    }

    /** Whether the caller is not waited for, but may still be there to be told. */
    boolean isOverdue() {
        return abandoned instanceof TimeoutException;
    }

    /** The upstreams will not be asked again: the place is given back, and what nobody has read of the body let go. */
    void settle() {
        leave();
        request.release();
    }

    /** The caller is gone. */
    void abort(Throwable cause) {
        abandoned = cause;
        Outgoing asking = current;
        if (asking != null) {
            asking.abort(cause);
        }
    }
}
