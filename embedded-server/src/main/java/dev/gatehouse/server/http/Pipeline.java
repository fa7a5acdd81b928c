package dev.gatehouse.server.http;

import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.Trace;
import java.time.Duration;
import java.util.List;
import org.slf4j.MDC;

/**
 * What happens to every request, from the outside in: trace, access log, recover, deadline, authenticate, authorise,
 * handler; on the way out in reverse. The access log stands outside of recover so that it sees the status of a failure.
 */
final class Pipeline {

    private final List<Stage> stages;

    Pipeline(Authenticator authenticator, Problems problems, AccessObserver observer, Duration deadline) {
        this.stages = List.of(Pipeline::trace, observing(observer), recovering(problems), limiting(deadline),
                new Authenticating(authenticator), Pipeline::authorise, Pipeline::handle);
    }

    void run(ServerCall call) {
        next(call, 0);
    }

    private void next(ServerCall call, int index) {
        if (index < stages.size()) {
            stages.get(index).around(call, () -> next(call, index + 1));
        }
    }

    private static void trace(ServerCall call, Runnable rest) {
        Trace trace = Trace.continuing(call.context().header("traceparent"), call.context().header("X-Trace-ID"));
        call.header("X-Trace-ID", trace.traceId());
        MDC.put("trace", trace.traceId());
        try {
            ScopedValue.where(Trace.CURRENT, trace).run(rest);
        } finally {
            MDC.remove("trace");
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
            }
        };
    }

    private static Stage limiting(Duration budget) {
        return (call, rest) -> ScopedValue.where(Deadline.CURRENT, Deadline.in(budget)).run(rest);
    }

    private static void authorise(ServerCall call, Runnable rest) {
        Access access = call.endpoint().access();
        if (access != Access.PUBLIC) {
            access.require(call.principal());
        }
        rest.run();
    }

    private static void handle(ServerCall call, Runnable rest) {
        Object answer = call.endpoint().action().handle(call);
        call.context().status(call.endpoint().status());
        if (answer != null) {
            Answers.json(call.context(), answer);
        }
        rest.run();
    }
}
