package dev.gatehouse.server.gateway;

import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.CyclicTimeouts;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Passes on the requests that need no more than an upstream, while no thread waits for it: Jetty's proxy copies the answer as
 * it comes. What needs more, such as a second attempt, is handed to {@link UpstreamAnswers}.
 */
final class Relays {

    private final Upstreams upstreams;
    private final UpstreamAnswers waiting;
    private final TrafficFigures figures;
    private final Writes writes;
    private final Set<Relay> asking = ConcurrentHashMap.newKeySet();
    private final CyclicTimeouts<Relay> timeouts;

    Relays(Upstreams upstreams, UpstreamAnswers waiting, TrafficServer.Service service, Scheduler scheduler) {
        this.upstreams = upstreams;
        this.waiting = waiting;
        this.figures = service.figures();
        this.writes = new Writes(service);
        this.timeouts = new CyclicTimeouts<>(scheduler) {
            @Override
            protected Iterator<Relay> iterator() {
                return asking.iterator();
            }

            @Override
            protected boolean onExpired(Relay relay) {
                relay.expire();
                return true;
            }
        };
    }

    /** Whether a request can be passed on so; for its thread, before anybody reads its body. */
    boolean take(Passage passage) {
        RouteSpec spec = passage.route().spec();
        RoutePolicies policies = spec.policies();
        return spec.staticAnswer() == null && policies.cache() == null && policies.fallback() == null
                && (policies.retry() == null || passage.isBodiless()) && !Tunnels.wanted(passage.request())
                && !writes.concern(passage.asked());
    }

    /**
     * Passes on, and ends the visit.
     *
     * @throws dev.gatehouse.server.call.RequestFailure where the route has no place left
     */
    void pass(Visit visit, Passage passage) {
        RouteState state = figures.stateOf(passage.route());
        if (!passage.enter(state)) {
            throw UpstreamAnswers.full();
        }
        new Relay(this, visit, passage, state).start();
    }

    /** Asks. */
    void ask(Relay relay, Outgoing request, Passage passage) {
        asking.add(relay);
        timeouts.schedule(relay);
        upstreams.relay(request, passage.response(), relay);
    }

    /** It is not waited for any more. */
    void settled(Relay relay) {
        asking.remove(relay);
    }

    /** Asks again, on a thread that may wait. */
    void again(Visit visit, Passage passage, RouteState state, Outcome first) {
        visit.aside(() -> {
            waiting.goOn(passage, state, first);
            return true;
        });
    }
}
