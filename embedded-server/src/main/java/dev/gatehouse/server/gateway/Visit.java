package dev.gatehouse.server.gateway;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Tracer;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A request of the traffic port until its answer is out. The first end counts: {@link #over}, or broken or refused. */
final class Visit {

    private static final Logger LOG = LoggerFactory.getLogger(Visit.class);

    private final TrafficServer.Service service;
    private final Executor threads;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Tracer.Open work;
    private final long startedNanos = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private @Nullable Passage passage;

    /** A part of the work, which may wait. */
    @FunctionalInterface
    interface Part {

        /**
         * Does it.
         *
         * @return whether the answer is out; where it is not, whoever goes on ends the visit
         * @throws IOException where the caller is gone or the answer broke off
         */
        boolean run() throws IOException;
    }

    /**
     * Begins.
     *
     * @param threads runs each task on a thread that may wait
     * @param work    ends with this
     */
    Visit(TrafficServer.Service service, Executor threads, Request request, Response response, Callback callback,
            Tracer.Open work) {
        this.service = service;
        this.threads = threads;
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.work = work;
    }

    Tracer.Open work() {
        return work;
    }

    /** A route takes it. */
    Passage takenBy(Route route, Asked asked) {
        Passage taken = new Passage(request, response, asked, route);
        passage = taken;
        return taken;
    }

    /** Does a part on a thread of its own; what that throws ends the visit. */
    void aside(Part part) {
        threads.execute(() -> {
            // What ends the visit may begin with the connection's next one, which is no part of this work.
            AtomicReference<Runnable> end = new AtomicReference<>(this::lost);
            MDC.put("trace", work.trace().traceId());
            try {
                work.run(() -> end.set(done(part)));
            } finally {
                MDC.remove("trace");
                end.get().run();
            }
        });
    }

    /** Has the answer say why there is no other. */
    void refuse(RuntimeException why) {
        aside(() -> {
            throw why;
        });
    }

    /** Does a part, and says how the visit ends by that. */
    private Runnable done(Part part) {
        try {
            return part.run() ? this::over : () -> {};
        } catch (IOException e) {
            return () -> broken(e);
        } catch (RuntimeException e) {
            return refused(e);
        }
    }

    private void lost() {
        broken(new IllegalStateException("The request was not served to its end"));
    }

    /** The answer is out. */
    void over() {
        if (ended.compareAndSet(false, true)) {
            count();
            callback.succeeded();
        }
    }

    /** The answer has broken off. */
    void broken(Throwable why) {
        if (ended.compareAndSet(false, true)) {
            LOG.debug("{} broke off", request, why);
            count();
            callback.failed(why);
        }
    }

    /** There is none but this; waits for the caller to take it. */
    private Runnable refused(RuntimeException thrown) {
        RequestFailure failure = thrown instanceof RequestFailure known ? known
                : service.translator().translate(thrown);
        if (failure.code() == ErrorCode.INTERNAL) {
            LOG.error("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), thrown);
        }
        if (response.isCommitted()) {
            return () -> broken(thrown);
        }
        try {
            Replies.problem(passage == null ? response : passage.response(), failure);
            return this::over;
        } catch (IOException e) {
            return () -> broken(e);
        }
    }

    /** Before the callback, which may end the connection: nobody sees an answer that is not counted yet for long. */
    private void count() {
        int status = response.getStatus();
        Tracer.Measured measured = work.measured();
        measured.note("http.response.status_code", Integer.toString(status));
        if (passage != null) {
            service.figures().ended(passage.route(), status, passage.limited(), System.nanoTime() - startedNanos);
            measured.note("gatehouse.route", passage.route().id());
        }
        if (status >= 500) {
            measured.failed("answered " + status);
        }
        work.end();
    }
}
