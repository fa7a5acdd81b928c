package dev.gatehouse.server.http;

import dev.gatehouse.model.audit.Actor;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/** Hears from Jetty of every request whose answer is out. */
public final class EndedRequests implements RequestLog {

    /** The attribute of a request that holds its {@link Actor}. */
    public static final String CALLER = "dev.gatehouse.caller";
    /** The attribute of a request that holds its trace id, where the answer does not tell it. */
    public static final String TRACE = "dev.gatehouse.trace";

    /** The attribute of a request that holds the id of the route that took it. */
    public static final String ROUTE = "dev.gatehouse.route";

    private final AccessObserver observer;
    private final boolean traffic;

    /**
     * Tells {@code observer}.
     *
     * @param traffic whether these are requests to the traffic port
     */
    public EndedRequests(AccessObserver observer, boolean traffic) {
        this.observer = observer;
        this.traffic = traffic;
    }

    @Override
    public void log(Request request, Response response) {
        String trace = response.getHeaders().get("X-Trace-ID");
        if (trace == null && request.getAttribute(TRACE) instanceof String id) {
            trace = id;
        }
        String path = request.getHttpURI().getPath();
        observer.ended(new AccessObserver.Ended(request.getMethod(), path == null ? "" : path, response.getStatus(),
                System.nanoTime() - request.getBeginNanoTime(), Response.getContentBytesWritten(response),
                request.getAttribute(CALLER) instanceof Actor caller ? caller : null, Request.getRemoteAddr(request),
                trace, traffic, request.getAttribute(ROUTE) instanceof String route ? route : null));
    }
}
