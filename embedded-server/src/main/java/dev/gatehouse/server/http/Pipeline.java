package dev.gatehouse.server.http;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.call.Tracer;
import dev.gatehouse.server.call.Work;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.MDC;

/**
 * What happens to every request, as a list of rings from the outside in; on the way out they end in reverse. The access
 * log stands outside of recover so that it sees the status of a failure.
 */
final class Pipeline {

    private static final Set<ErrorCode> AWAY = EnumSet.of(ErrorCode.LIVE_STATE_UNAVAILABLE, ErrorCode.LOG_UNAVAILABLE,
            ErrorCode.STORAGE_UNAVAILABLE);
    /** Stores wait for whole milliseconds, so they give up a little before the deadline. */
    private static final Duration AS_GOOD_AS_OVER = Duration.ofMillis(20);

    private final List<Ring> rings;

    /** One ring by its name. */
    record Ring(Name name, Stage stage) {}

    /** The rings, from the outside in. */
    enum Name {
        TRACE,
        ACCESS_LOG,
        RECOVER,
        BROWSER,
        DEADLINE,
        AUTHENTICATE,
        AUTHORISE,
        RATE_LIMIT,
        BODY_LIMIT,
        RECORD,
        HANDLE
    }

    Pipeline(List<Ring> rings) {
        this.rings = List.copyOf(rings);
    }

    /** The rings around every endpoint of {@code service}. */
    static Pipeline of(HttpServer.Service service, Origins origins, Problems problems) {
        RateLimits limits = new RateLimits(service.protection());
        return new Pipeline(List.of(
                new Ring(Name.TRACE, tracing(service.tracer())),
                new Ring(Name.ACCESS_LOG, observing(service.access())),
                new Ring(Name.RECOVER, recovering(problems)),
                new Ring(Name.BROWSER, guardingBrowsers(origins)),
                new Ring(Name.DEADLINE, limitingTime(service.deadline(), problems)),
                new Ring(Name.AUTHENTICATE, new Authenticating(service.authenticator())),
                new Ring(Name.AUTHORISE, Pipeline::authorise),
                new Ring(Name.RATE_LIMIT, limitingRate(limits)),
                new Ring(Name.BODY_LIMIT, Pipeline::limitBody),
                new Ring(Name.RECORD, recording(service.protection().reads())),
                new Ring(Name.HANDLE, Pipeline::handle)));
    }

    /** The rings, from the outside in. */
    List<Ring> rings() {
        return rings;
    }

    void run(ServerCall call) {
        next(call, 0);
    }

    private void next(ServerCall call, int index) {
        if (index < rings.size()) {
            rings.get(index).stage().around(call, () -> next(call, index + 1));
        }
    }

    private static Stage tracing(Tracer tracer) {
        return (call, rest) -> {
            Trace trace = Trace.called(call.context().header("traceparent"), call.context().header("X-Trace-ID"));
            call.header("X-Trace-ID", trace.traceId());
            MDC.put("trace", trace.traceId());
            try {
                Endpoint endpoint = call.endpoint();
                tracer.run(trace, endpoint.name(), SpanKind.SERVER, measured -> {
                    rest.run();
                    judge(measured, endpoint, call.context().statusCode());
                });
            } finally {
                MDC.remove("trace");
            }
        };
    }

    /** What changed something is kept, and so is what was refused to somebody who is known. */
    private static void judge(Tracer.Measured measured, Endpoint endpoint, int status) {
        measured.note("http.response.status_code", Integer.toString(status));
        if (status >= 500) {
            measured.failed("answered " + status);
        }
        if (endpoint.changes() && status != 401 && status != 429) {
            measured.keep();
        }
    }

    private static Stage observing(AccessObserver observer) {
        return (call, rest) -> {
            long startedNanos = System.nanoTime();
            rest.run();
            observer.answered(call.endpoint(), call.context().statusCode(), System.nanoTime() - startedNanos);
        };
    }

    private static Stage recovering(Problems problems) {
        return (call, rest) -> {
            try {
                rest.run();
            } catch (RuntimeException e) {
                problems.answer(call.context(), e, call);
                Work.note("refused", String.valueOf(e.getMessage()));
            }
        };
    }

    private static Stage guardingBrowsers(Origins origins) {
        return (call, rest) -> {
            Answers.protect(call.context());
            origins.answer(call.context(), call.endpoint().method() != Endpoint.Method.GET);
            rest.run();
        };
    }

    /** A store that gave up because the request's time was over is not away: then the deadline is to be named. */
    private static Stage limitingTime(Duration budget, Problems problems) {
        return (call, rest) -> {
            Deadline deadline = Deadline.in(Objects.requireNonNullElse(call.endpoint().terms().deadline(), budget));
            try {
                ScopedValue.where(Deadline.CURRENT, deadline).run(rest);
            } catch (RuntimeException e) {
                RequestFailure failure = problems.failure(e);
                if (AWAY.contains(failure.code()) && deadline.remaining().compareTo(AS_GOOD_AS_OVER) < 0) {
                    throw new RequestFailure(ErrorCode.DEADLINE_EXCEEDED, failure.detail(), e);
                }
                throw e;
            }
        };
    }

    private static void authorise(ServerCall call, Runnable rest) {
        Access access = call.endpoint().access();
        if (access != Access.PUBLIC && access != Access.OPEN) {
            access.require(call.principal());
        }
        rest.run();
    }

    private static Stage limitingRate(RateLimits limits) {
        return (call, rest) -> {
            limits.count(call);
            rest.run();
        };
    }

    private static void limitBody(ServerCall call, Runnable rest) {
        if (call.context().contentLength() > call.endpoint().terms().bodyBytes()) {
            throw call.bodyTooLarge();
        }
        rest.run();
    }

    /** A read is recorded once it has worked, and before anything of it leaves. */
    private static Stage recording(ReadObserver observer) {
        return (call, rest) -> {
            if (!call.endpoint().terms().audited()) {
                rest.run();
                return;
            }
            String query = call.context().queryString();
            call.beforeGiving(() -> observer.read(call.endpoint(),
                    call.context().path() + (query == null ? "" : "?" + query), call.actor()));
            rest.run();
            call.giving();
        };
    }

    private static void handle(ServerCall call, Runnable rest) {
        Object answer = call.endpoint().action().handle(call);
        switch (answer) {
            case null -> call.context().status(call.endpoint().status());
            case WithStatus(int status, Object body) -> {
                call.context().status(status);
                give(call, body);
            }
            default -> {
                call.context().status(call.endpoint().status());
                give(call, answer);
            }
        }
        rest.run();
    }

    private static void give(ServerCall call, Object answer) {
        if (answer instanceof Download) {
            call.giving();
        }
        Answers.json(call.context(), answer);
    }
}
