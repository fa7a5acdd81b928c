package dev.gatehouse.server.gateway;

import dev.gatehouse.model.route.Route;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tunnels that are open on this node. Several times a second each is asked whether it would be let in again, by the
 * table and the permissions as they are then; one that would not be is closed. Safe for use by several threads.
 */
final class OpenTunnels implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenTunnels.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    /** How long all of them together may take to say goodbye. */
    private static final Duration GOODBYE = Duration.ofSeconds(1);
    /** RFC 6455 section 7.4.1. */
    private static final int GOING_AWAY = 1001;
    private static final int POLICY = 1008;
    private static final String SESSION_OVER = "the session is over";

    private final Function<Asked, @Nullable Route> table;
    private final Map<TunnelConnection, Stay> open = new ConcurrentHashMap<>();
    /** Whether the last look found a tunnel that cannot be judged; known to whoever looks. */
    private boolean doubtful;
    private final Ticker ticker = Ticker.unstarted("tunnels", LOOK_EVERY, this::look);

    /**
     * What let a tunnel in.
     *
     * @param asked   its handshake
     * @param routeId the route that took it
     * @param caller  absent where nobody was signed in
     */
    record Stay(Asked asked, String routeId, @Nullable Visitor caller) {}

    /** A caller who was signed in. */
    record Visitor(String sessionId, Guests.Guest guest) {}

    /** @param table the route that takes a request, as the table stands now */
    OpenTunnels(Function<Asked, @Nullable Route> table) {
        this.table = table;
    }

    /** Begins to look. */
    void start() {
        ticker.start();
    }

    /** A tunnel has been opened. */
    void opened(TunnelConnection tunnel, Stay stay) {
        open.put(tunnel, stay);
    }

    /** A tunnel is no more. */
    void ended(TunnelConnection tunnel) {
        open.remove(tunnel);
    }

    int count() {
        return open.size();
    }

    /** The sessions that hold tunnels. */
    Set<String> sessions() {
        return open.values().stream().map(Stay::caller).filter(caller -> caller != null).map(Visitor::sessionId)
                .collect(Collectors.toSet());
    }

    /** Closes the tunnels of sessions that are over. */
    void end(Set<String> sessions) {
        open.forEach((tunnel, stay) -> {
            Visitor caller = stay.caller();
            if (caller != null && sessions.contains(caller.sessionId())) {
                tunnel.dismiss(POLICY, SESSION_OVER);
            }
        });
    }

    /** Looks once; one look at a time. */
    void look() {
        int unknown = 0;
        RuntimeException failure = null;
        for (Map.Entry<TunnelConnection, Stay> entry : open.entrySet()) {
            try {
                judge(entry.getKey(), entry.getValue());
            } catch (RuntimeException e) {
                unknown++;
                failure = e;
            }
        }
        if (failure != null && !doubtful) {
            LOG.warn("Nobody can tell whether {} tunnels may stay; they stay until it is known.", unknown, failure);
        } else if (failure != null) {
            LOG.debug("Nobody can tell whether {} tunnels may stay.", unknown, failure);
        } else if (doubtful) {
            LOG.info("It is known again whether tunnels may stay.");
        }
        doubtful = failure != null;
    }

    private void judge(TunnelConnection tunnel, Stay stay) {
        Visitor caller = stay.caller();
        if (tunnel.heard() && caller != null) {
            caller.guest().active();
        }
        String objection = objection(stay);
        if (objection != null) {
            tunnel.dismiss(POLICY, objection);
        }
    }

    /** Why a tunnel may no longer stay; absent where it may. */
    private @Nullable String objection(Stay stay) {
        Route route = table.apply(stay.asked());
        if (route == null || !route.id().equals(stay.routeId()) || route.spec().staticAnswer() != null) {
            return "the route is no longer there";
        }
        Visitor caller = stay.caller();
        Principal now = caller == null ? null : caller.guest().now();
        if (caller != null && now == null) {
            return SESSION_OVER;
        }
        return Permissions.admits(route.spec(), now) ? null : "the route no longer lets you in";
    }

    /** Says goodbye to everybody. */
    @Override
    public void close() {
        ticker.close();
        open.keySet().forEach(tunnel -> tunnel.dismiss(GOING_AWAY, "this node stops"));
        long untilNanos = System.nanoTime() + GOODBYE.toNanos();
        try {
            for (TunnelConnection tunnel : open.keySet()) {
                var _ = tunnel.endsWithin(Duration.ofNanos(untilNanos - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
