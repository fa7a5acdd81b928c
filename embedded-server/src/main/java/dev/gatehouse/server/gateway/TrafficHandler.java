package dev.gatehouse.server.gateway;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.call.Tracer;
import dev.gatehouse.server.http.EndedRequests;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.route.CanonicalPath;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What happens to every request of the traffic port, in this order: its path is read, a route found, the caller let
 * through, limits asked; then the route's own answer, the cache or an upstream answers. It blocks a virtual thread.
 */
final class TrafficHandler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(TrafficHandler.class);
    private static final String BEARER = "Bearer ";
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final TrafficServer.Service service;
    private final UpstreamAnswers upstreams;
    private final Tunnels tunnels;

    TrafficHandler(TrafficServer.Service service, UpstreamAnswers upstreams, Tunnels tunnels) {
        this.service = service;
        this.upstreams = upstreams;
        this.tunnels = tunnels;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Trace trace = Trace.called(request.getHeaders().get("traceparent"),
                request.getHeaders().get(Headers.TRACE_ID));
        response.getHeaders().put(Headers.TRACE_ID, trace.traceId());
        request.setAttribute(EndedRequests.TRACE, trace.traceId());
        Asked asked = asked(request);
        Route route = asked == null ? null : service.table().apply(asked);
        String name = request.getMethod() + " "
                + (route == null ? "(no route)" : route.spec().host() + route.spec().path());
        MDC.put("trace", trace.traceId());
        try {
            service.tracer().run(trace, name, SpanKind.SERVER, measured -> {
                serve(request, response, callback, asked, route);
                judge(measured, route, response.getStatus());
            });
        } finally {
            MDC.remove("trace");
        }
        return true;
    }

    private static void judge(Tracer.Measured measured, @Nullable Route route, int status) {
        measured.note("http.response.status_code", Integer.toString(status));
        if (route != null) {
            measured.note("gatehouse.route", route.id());
        }
        if (status >= 500) {
            measured.failed("answered " + status);
        }
    }

    /** What a request asks for; absent where its path can be read in more than one way. */
    private static @Nullable Asked asked(Request request) {
        HttpURI uri = request.getHttpURI();
        String path = uri.hasViolations() ? null : CanonicalPath.of(uri.getPath());
        String host = Request.getServerName(request);
        return path == null
                ? null
                : new Asked(request.getMethod(), host == null ? "" : host.toLowerCase(Locale.ROOT), path,
                        uri.getQuery(), Headers.asked(request.getHeaders()));
    }

    private void serve(Request request, Response response, Callback callback, @Nullable Asked asked,
            @Nullable Route route) {
        long startedNanos = System.nanoTime();
        Passage passage = asked == null || route == null ? null : new Passage(request, response, asked, route);
        try {
            if (passage == null) {
                Replies.problem(response, asked == null
                        ? new RequestFailure(ErrorCode.BAD_REQUEST,
                                "The path can be read in more than one way; send it without dot segments, empty segments,"
                                        + " path parameters and encoded slashes.")
                        : new RequestFailure(ErrorCode.NOT_FOUND, "No route takes this request."));
            } else {
                request.setAttribute(EndedRequests.ROUTE, passage.route().id());
                request.addFailureListener(passage::abort);
                // Its own policy says how long an upstream may be waited for; reads and writes of the caller still end.
                request.addIdleTimeoutListener(_ -> false);
                answer(passage);
            }
            callback.succeeded();
        } catch (IOException e) {
            LOG.debug("{} broke off", request, e);
            callback.failed(e);
        } catch (RuntimeException e) {
            refuse(request, response, callback, e);
        } finally {
            if (passage != null) {
                service.figures().ended(passage.route(), response.getStatus(), passage.limited(),
                        System.nanoTime() - startedNanos);
            }
        }
    }

    private void refuse(Request request, Response response, Callback callback, RuntimeException thrown) {
        RequestFailure failure = thrown instanceof RequestFailure known ? known
                : service.translator().translate(thrown);
        if (failure.code() == ErrorCode.INTERNAL) {
            LOG.error("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), thrown);
        }
        if (response.isCommitted()) {
            callback.failed(thrown);
            return;
        }
        try {
            Replies.problem(response, failure);
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e);
        }
    }

    private void answer(Passage passage) throws IOException {
        String method = passage.asked().method();
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            throw new RequestFailure(ErrorCode.METHOD_NOT_ALLOWED, "This method is not passed on.");
        }
        admit(passage);
        limit(passage);
        StaticAnswer own = passage.route().spec().staticAnswer();
        if (own != null) {
            Replies.fixed(passage.response(), own);
        } else if (Tunnels.wanted(passage.request())) {
            tunnels.open(passage);
        } else if (passage.route().spec().policies().cache() == null) {
            upstreams.answer(passage, null);
        } else {
            cached(passage);
        }
    }

    private void admit(Passage passage) {
        RouteSpec spec = passage.route().spec();
        if (spec.permission() == RoutePermission.PUBLIC) {
            return;
        }
        String header = passage.request().getHeaders().get("Authorization");
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new RequestFailure(ErrorCode.NOT_AUTHENTICATED,
                    "Sign in and send the access token as Authorization: Bearer.");
        }
        Principal caller = service.authenticator().authenticate(header.substring(BEARER.length()).strip(),
                Permissions.level(spec), !READS.contains(passage.asked().method()));
        if (!Permissions.admits(spec, caller)) {
            throw new RequestFailure(ErrorCode.FORBIDDEN, "This route needs a role that you do not have.");
        }
        passage.admitted(caller);
        passage.request().setAttribute(EndedRequests.CALLER,
                caller.actor(Headers.bare(Request.getRemoteAddr(passage.request()))));
    }

    private void limit(Passage passage) {
        if (passage.route().spec().policies().limits().isEmpty()) {
            return;
        }
        TrafficLimits.Verdict verdict = service.limits().ask(passage.route(),
                Headers.bare(Request.getRemoteAddr(passage.request())), passage.userId());
        Replies.standing(passage.response(), verdict.standing());
        if (!verdict.allowed()) {
            passage.limit();
            throw RequestFailure.later(ErrorCode.RATE_LIMITED, "This route has had too many requests; try again later.",
                    verdict.retryAfter());
        }
    }

    private void cached(Passage passage) throws IOException {
        AnswerCache.Found found = service.cache().lookUp(passage.route(), passage.asked());
        TrafficAnswer hit = found.hit();
        if (hit != null) {
            passage.response().getHeaders().put("Age", Long.toString(found.age().toSeconds()));
            passage.response().getHeaders().put("X-Gatehouse-Cache", "hit");
            Replies.kept(passage.response(), hit);
            return;
        }
        try (AnswerCache.Flight flight = found.flight()) {
            upstreams.answer(passage, flight);
        }
    }
}
