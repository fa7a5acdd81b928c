package dev.gatehouse.server.live;

import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.api.LiveExchange.View;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.http.SocketLimits;
import dev.gatehouse.server.http.SocketRoute;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/live}: windows of all consoles that are connected to this node. */
public final class LiveFeed implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Map<View, LiveView> views;
    private final Set<LiveClient> clients = ConcurrentHashMap.newKeySet();
    private final Watcher watcher;
    private final Ticker ticker;
    private final Ticker auditTicker;

    /** Is told what consoles look at. */
    @FunctionalInterface
    public interface Watcher {

        /**
         * A window was opened, or moved to another query; what then changes in it is not told.
         *
         * @throws RuntimeException where it may not be shown
         */
        void watched(View view, @Nullable String query, Actor actor);
    }

    /** Begins to look for changes. */
    public LiveFeed(Collection<? extends LiveView> views, Watcher watcher) {
        this.watcher = watcher;
        this.views = views.stream().collect(Collectors.toUnmodifiableMap(LiveView::view, Function.identity()));
        ticker = new Ticker("live-feed", LOOK_EVERY,
                () -> clients.forEach(client -> client.look(view -> view != View.AUDIT)));
        // A search of the audit may take a while, and the other windows do not wait for it.
        auditTicker = new Ticker("live-audit", LOOK_EVERY,
                () -> clients.forEach(client -> client.look(view -> view == View.AUDIT)));
    }

    /** The address that consoles connect to. */
    public SocketRoute route() {
        return new SocketRoute(LiveExchange.PATH, List.of(LiveExchange.SUBPROTOCOL), Access.VIEWER,
                SocketLimits.DEFAULTS,
                upgrade -> new LiveClient(upgrade.principal(), views, clients,
                        (view, query) -> watcher.watched(view, query,
                                upgrade.principal().actor(upgrade.ip()))));
    }

    /** The sessions whose consoles are connected to this node. */
    public Set<String> sessions() {
        return clients.stream().map(client -> client.principal().sessionId()).collect(Collectors.toSet());
    }

    /** Closes the consoles of whoever is no longer let in. */
    public void end(Predicate<Principal> wanted, CloseCode code, String reason) {
        for (LiveClient client : clients) {
            if (wanted.test(client.principal())) {
                client.close(code, reason);
            }
        }
    }

    /** Says goodbye to every console. */
    @Override
    public void close() {
        ticker.close();
        auditTicker.close();
        end(_ -> true, CloseCode.GOING_AWAY, CloseCode.GOING_AWAY.phrase());
    }
}
