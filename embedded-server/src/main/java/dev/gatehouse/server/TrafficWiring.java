package dev.gatehouse.server;

import dev.gatehouse.server.event.DomainEvent;
import dev.gatehouse.server.gateway.AnswerCache;
import dev.gatehouse.server.gateway.Guests;
import dev.gatehouse.server.gateway.TrafficFigures;
import dev.gatehouse.server.gateway.TrafficLimits;
import dev.gatehouse.server.gateway.TrafficServer;
import dev.gatehouse.server.http.Authenticator;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.HttpServer;
import dev.gatehouse.server.route.RouteService;
import dev.gatehouse.server.schedule.Ticker;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts the traffic port into a node. */
final class TrafficWiring {

    private static final Duration SWEEP_EVERY = Duration.ofSeconds(10);

    private final Core core;
    private final RouteService routes;
    private final TrafficFigures figures;
    private final @Nullable TrafficServer server;

    /** What decides about managed traffic beside the routes. */
    record Judges(Authenticator authenticator, Guests guests, TrafficLimits limits, AnswerCache cache) {}

    /** @param ownPort where this node is administered */
    TrafficWiring(ServerConfig config, Core core, RouteService routes, Judges judges, IntSupplier ownPort) {
        this.core = core;
        this.routes = routes;
        this.figures = new TrafficFigures(core.metrics()::traffic, core::replicaAge);
        ServerConfig.Http at = config.http();
        ServerConfig.Tls files = config.tls();
        HttpServer.Address address = files == null
                ? new HttpServer.Address(at.host(), at.trafficPort(), null, "")
                : new HttpServer.Address(at.host(), at.trafficPort(), files.keystore(), files.password());
        core.events().events().on(DomainEvent.RouteDeleted.class, "traffic figures",
                event -> {
                    figures.forget(event.key());
                    core.metrics().keepRoutes(id -> !id.equals(event.key()));
                });
        this.server = at.trafficPort() < 0
                ? null
                : new TrafficServer(address,
                        new TrafficServer.Service(
                                asked -> routes.taking(asked.method(), asked.host(), asked.path()),
                                judges.authenticator(), judges.guests(), judges.limits(), judges.cache(),
                                new FailureWords(),
                                core.access().observer(), core.traces().tracer(), figures),
                        new TrafficServer.Guard(ownPort, at.trafficAllow()));
    }

    private void keepOnly(Predicate<String> known) {
        figures.keepOnly(known);
        core.metrics().keepRoutes(known);
    }

    Endpoint endpoint() {
        return figures.endpoint();
    }

    void start(Closing closing) throws IOException {
        if (server != null) {
            closing.add("traffic port", server).start();
            // Of routes that were deleted: what is looked for in all that there is, and what a request that was under way
            // has counted when it ended.
            closing.add("figures of routes that are gone",
                    new Ticker("traffic-sweep", SWEEP_EVERY, () -> keepOnly(routes::knows)));
        }
    }

    /** The sessions whose tunnels are open here. */
    Set<String> sessions() {
        return server == null ? Set.of() : server.sessions();
    }

    /** Closes the tunnels of sessions that are over. */
    void end(Set<String> sessions) {
        if (server != null) {
            server.end(sessions);
        }
    }

    /** Absent where it is off. */
    @Nullable
    URI uri() {
        return server == null ? null : server.uri();
    }
}
