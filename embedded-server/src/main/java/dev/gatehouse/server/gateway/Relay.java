package dev.gatehouse.server.gateway;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Tracer;
import dev.gatehouse.server.call.Work;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.io.CyclicTimeouts;
import org.jspecify.annotations.Nullable;

/** One request that is passed on by {@link Relays}. */
final class Relay implements Upstreams.Taker, CyclicTimeouts.Expirable {

    private final Relays relays;
    private final Visit visit;
    private final Passage passage;
    private final RouteState state;
    private final boolean repeatable;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.ASKING);
    private @Nullable Sent sent;
    private @Nullable Response answer;

    private enum Stage {
        ASKING, GIVEN_UP, PASSING, OVER
    }

    /** The upstream whose turn it is, and what it was sent. */
    private record Sent(Attempt attempt, Work.Timing timing, Outgoing request) {}

    Relay(Relays relays, Visit visit, Passage passage, RouteState state) {
        this.relays = relays;
        this.visit = visit;
        this.passage = passage;
        this.state = state;
        this.repeatable = passage.mayRepeat();
    }

    void start() {
        RouteState.Upstream upstream = state.next();
        if (upstream == null) {
            over(new Outcome.Failed(Asking.allOpen()));
            return;
        }
        Tracer.Open work = visit.work();
        Work.Timing timing = work.part(passage.asked().method() + " " + upstream.address(), SpanKind.CLIENT);
        Outgoing request = passage.outgoing(upstream.base(), work.trace().traceId(), work.traceparent(timing));
        sent = new Sent(new Attempt(passage, upstream, state.timeoutNanos(), timing), timing, request);
        try {
            relays.ask(this, request, passage);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private Sent sent() {
        Sent known = sent;
        if (known == null) {
            throw new IllegalStateException("No upstream has been asked");
        }
        return known;
    }

    @Override
    public long getExpireNanoTime() {
        return sent().request.givenUpNanos(state.timeoutNanos());
    }

    /** The answer did not begin in time. */
    void expire() {
        if (stage.compareAndSet(Stage.ASKING, Stage.GIVEN_UP)) {
            sent().request.abort(new Outgoing.Late());
        }
    }

    @Override
    public boolean begins(Response begun) {
        if (!stage.compareAndSet(Stage.ASKING, Stage.PASSING)) {
            return false;
        }
        relays.settled(this);
        Sent asked = sent();
        answer = begun;
        asked.attempt.answered(begun.getStatus());
        asked.timing.close();
        if (repeatable && Outcome.isNone(begun.getStatus())) {
            stage.set(Stage.OVER);
            asked.request.drop();
            relays.again(visit, passage, state, new Outcome.Failed(new RequestFailure(ErrorCode.UPSTREAM_FAILED,
                    "An upstream answered " + begun.getStatus() + ".")));
            return false;
        }
        return true;
    }

    @Override
    public boolean isTaking() {
        return stage.get() == Stage.PASSING;
    }

    @Override
    public void ends() {
        passage.leave();
    }

    @Override
    public void succeeded() {
        if (stage.getAndSet(Stage.OVER) != Stage.OVER) {
            passage.settle();
            visit.over();
        }
    }

    @Override
    public void failed(Throwable why) {
        switch (stage.getAndSet(Stage.OVER)) {
            case ASKING, GIVEN_UP -> {
                relays.settled(this);
                Sent asked = sent();
                Outcome outcome = asked.attempt.failed(asked.request, why);
                asked.timing.close();
                over(outcome);
            }
            case PASSING -> {
                passage.settle();
                Response begun = answer;
                if (begun == null || passage.response().isCommitted() || passage.isAbandoned()) {
                    visit.broken(why);
                } else {
                    Headers.takeBack(begun.getHeaders(), passage.response().getHeaders());
                    visit.refuse(UpstreamAnswers.brokenOff(why));
                }
            }
            case OVER -> {
                // What was given up tells of its end.
            }
        }
    }

    private void over(Outcome outcome) {
        if (repeatable && outcome.mayBeRepeated()) {
            relays.again(visit, passage, state, outcome);
            return;
        }
        passage.settle();
        if (outcome instanceof Outcome.Failed failed) {
            visit.refuse(failed.failure());
        } else {
            passage.response().setStatus(UpstreamAnswers.CALLER_GONE);
            visit.over();
        }
    }
}
