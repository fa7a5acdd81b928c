package dev.gatehouse.server;

import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.session.ClusterEndpoints;
import dev.gatehouse.server.session.DrainOrders;
import dev.gatehouse.server.session.EndedSessionKeeper;
import dev.gatehouse.server.session.EndedSessionStore;
import dev.gatehouse.server.session.GhostKeeper;
import dev.gatehouse.server.session.GhostStore;
import dev.gatehouse.server.session.NodeDeaths;
import dev.gatehouse.server.session.NodeDrain;
import dev.gatehouse.server.session.NodePlaces;
import dev.gatehouse.server.session.NodeRegistry;
import dev.gatehouse.server.session.PresenceIndex;
import dev.gatehouse.server.session.PresenceSync;
import dev.gatehouse.server.session.SessionService;
import dev.gatehouse.server.session.sqlite.SqliteGhostStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Puts into a node what nodes do for each other: drains, deaths, ghosts. */
final class ClusterWiring {

    private final NodeDrain drain;
    private final NodeDeaths deaths;
    private final ClusterEndpoints endpoints;

    /** This node's presence. */
    record Presence(PresenceIndex index, PresenceSync sync, SessionService sessions, NodeRegistry registry,
            EndedSessionStore endedStore, EndedSessionKeeper ended) {}

    /**
     * How long things take.
     *
     * @param lifetime of a session without a heartbeat
     * @param drain    sending all clients away, at most
     */
    record Times(Duration lifetime, Duration drain) {}

    ClusterWiring(Core core, LiveState live, Presence presence, Times times, Closing closing) {
        NodeRegistry registry = presence.registry;
        NodePlaces places = new NodePlaces(registry);
        drain = closing.add("drain", new NodeDrain(presence.sessions, registry, places, times.drain));
        deaths = new NodeDeaths(presence.sync, live.presence(), presence.index, times.lifetime,
                core.journal(), core.clock());
        registry.onBeats(deaths::look);
        GhostStore ghosts = new SqliteGhostStore(core.replica());
        closing.add("ghosts", new GhostKeeper(ghosts, presence.ended, presence.sync, deaths, core.clock()));
        endpoints = new ClusterEndpoints(new DrainOrders(drain, presence.sessions, registry, live.bus(),
                core.journal(), core.clock()), places,
                new ClusterEndpoints.Memory(presence.index, presence.endedStore, presence.ended, ghosts),
                core.clock());
    }

    /** Has {@code listener} told of the sessions of a node that died. */
    void onDeaths(Consumer<List<Session>> listener) {
        deaths.onDeaths(listener);
    }

    /** Whether this node is being drained. */
    boolean draining() {
        return drain.draining();
    }

    List<Endpoint> endpoints() {
        return endpoints.endpoints();
    }
}
