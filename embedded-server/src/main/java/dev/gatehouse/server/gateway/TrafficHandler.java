package dev.gatehouse.server.gateway;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What happens to every request of the traffic port, in this order: its path is read, a route found, the caller let
 * through, limits asked; then the route's own answer, the cache or an upstream answers. It does not wait on the thread that
 * reads from all connections: whatever may have to goes to a thread of the request's own.
 */
final class TrafficHandler extends Handler.Abstract.NonBlocking {

    private static final String BEARER = "Bearer ";
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> NOT_PASSED = Set.of("CONNECT", "TRACE");

    private final TrafficServer.Service service;
    private final Executor threads;
    private final UpstreamAnswers upstreams;
    private final Relays relays;
    private final Tunnels tunnels;

    /** @param threads runs each task on a thread that may wait */
    TrafficHandler(TrafficServer.Service service, Executor threads, UpstreamAnswers upstreams, Relays relays,
            Tunnels tunnels) {
        this.service = service;
        this.threads = threads;
        this.upstreams = upstreams;
        this.relays = relays;
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
        Tracer.Open work = service.tracer().begin(trace, request.getMethod() + " "
                + (route == null ? "(no route)" : route.spec().host() + route.spec().path()), SpanKind.SERVER);
        Visit visit = new Visit(service, threads, request, response, callback, work);
        if (asked == null) {
            visit.refuse(new RequestFailure(ErrorCode.BAD_REQUEST, isShouted(request.getMethod())
                    ? "The path can be read in more than one way; send it without dot segments, empty segments,"
                            + " path parameters and encoded slashes."
                    : "Write the method in capital letters: this one would be another where it is passed on."));
        } else if (route == null) {
            visit.refuse(new RequestFailure(ErrorCode.NOT_FOUND, "No route takes this request."));
        } else {
            RoutePolicies policies = route.spec().policies();
            take(visit, visit.takenBy(route, policies.cache() == null && policies.fallback() == null ? asked
                    : asked.with(Headers.asked(request.getHeaders()))));
        }
        return true;
    }

    /** Whether a method is as it would be passed on: Jetty's client writes it in capital letters. */
    private static boolean isShouted(String method) {
        for (int at = 0; at < method.length(); at++) {
            char letter = method.charAt(at);
            if (letter >= 'a' && letter <= 'z') {
                return false;
            }
        }
        return true;
    }

    /** What a request asks for, but for its headers; absent where its method or path can be read in more than one way. */
    private static @Nullable Asked asked(Request request) {
        HttpURI uri = request.getHttpURI();
        String path = uri.hasViolations() ? null : CanonicalPath.of(uri.getPath());
        String host = Request.getServerName(request);
        return path == null || !isShouted(request.getMethod())
                ? null
                : new Asked(request.getMethod(), host == null ? "" : host.toLowerCase(Locale.ROOT),
                        Headers.authority(request).toLowerCase(Locale.ROOT), path, uri.getQuery(), Map.of());
    }

    private void take(Visit visit, Passage passage) {
        Request request = passage.request();
        request.setAttribute(EndedRequests.ROUTE, passage.route().id());
        request.addFailureListener(passage::abort);
        // Its own policy says how long an upstream may be waited for; reads and writes of the caller still end.
        request.addIdleTimeoutListener(_ -> false);
        if (NOT_PASSED.contains(passage.asked().method())) {
            visit.refuse(new RequestFailure(ErrorCode.METHOD_NOT_ALLOWED, "This method is not passed on."));
        } else if (!relays.take(passage)) {
            visit.aside(() -> {
                admit(passage);
                limit(passage);
                answer(passage);
                return true;
            });
        } else if (admitAtOnce(passage)) {
            relay(visit, passage);
        } else {
            visit.aside(() -> {
                admit(passage);
                limit(passage);
                relays.pass(visit, passage);
                return false;
            });
        }
    }

    private void answer(Passage passage) throws IOException {
        RouteSpec spec = passage.route().spec();
        StaticAnswer own = spec.staticAnswer();
        if (own != null) {
            Replies.fixed(passage.response(), own);
        } else if (Tunnels.wanted(passage.request())) {
            tunnels.open(passage);
        } else if (spec.policies().cache() == null || !passage.isBodiless()) {
            // No key has a body, and who sends one may mean something by it (RFC 9110 section 9.3.1).
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
        String token = token(passage.request());
        if (token == null) {
            throw new RequestFailure(ErrorCode.NOT_AUTHENTICATED,
                    "Sign in and send the access token as Authorization: Bearer.");
        }
        Principal caller = service.authenticator().authenticate(token, Permissions.level(spec),
                !READS.contains(passage.asked().method()));
        if (!Permissions.admits(spec, caller)) {
            throw new RequestFailure(ErrorCode.FORBIDDEN, "This route needs a role that you do not have.");
        }
        admitted(passage, caller);
    }

    /** Lets a caller through whom nothing has to be waited for; false for everybody else. */
    private boolean admitAtOnce(Passage passage) {
        RouteSpec spec = passage.route().spec();
        if (spec.permission() == RoutePermission.PUBLIC) {
            return true;
        }
        String token = token(passage.request());
        Principal caller = token == null ? null : service.authenticator().known(token);
        if (caller == null || !Permissions.admits(spec, caller)) {
            return false;
        }
        admitted(passage, caller);
        return true;
    }

    private static @Nullable String token(Request request) {
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        return header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? null
                : header.substring(BEARER.length()).strip();
    }

    private static void admitted(Passage passage, Principal caller) {
        passage.admitted(caller);
        passage.request().setAttribute(EndedRequests.CALLER, caller.actor(ip(passage)));
    }

    private static String ip(Passage passage) {
        return Headers.bare(Request.getRemoteAddr(passage.request()));
    }

    private void limit(Passage passage) {
        if (!passage.route().spec().policies().limits().isEmpty()) {
            heed(passage, service.limits().ask(passage.route(), ip(passage), passage.userId()));
        }
    }

    private static void heed(Passage passage, TrafficLimits.Verdict verdict) {
        Replies.standing(passage.response(), verdict.standing());
        if (!verdict.allowed()) {
            passage.limit();
            throw RequestFailure.later(ErrorCode.RATE_LIMITED, "This route has had too many requests; try again later.",
                    verdict.retryAfter());
        }
    }

    /** Passes a caller on who was let through. */
    private void relay(Visit visit, Passage passage) {
        try {
            if (!passage.route().spec().policies().limits().isEmpty()) {
                TrafficLimits.Verdict verdict = service.limits().askAtOnce(passage.route(), ip(passage),
                        passage.userId());
                if (verdict == null) {
                    visit.aside(() -> {
                        limit(passage);
                        relays.pass(visit, passage);
                        return false;
                    });
                    return;
                }
                heed(passage, verdict);
            }
            relays.pass(visit, passage);
        } catch (RuntimeException e) {
            visit.refuse(e);
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
