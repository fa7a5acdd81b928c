package dev.gatehouse.server;

import dev.gatehouse.server.health.NodeMetrics;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.SocketLimits;
import dev.gatehouse.server.http.SocketRoute;
import dev.gatehouse.server.session.ConnectionEndpoints;
import dev.gatehouse.server.session.ConnectionMonitor;
import dev.gatehouse.server.session.FleetSocket;
import dev.gatehouse.server.session.NodeRegistry;
import dev.gatehouse.server.session.PresenceIndex;
import dev.gatehouse.server.session.SessionLimits;
import dev.gatehouse.server.session.SessionService;
import dev.gatehouse.server.session.SocketQuestions;
import java.util.List;

/** The wiring of the clients' sockets: their limits, the monitor, and who may ask about them. */
final class ConnectionWiring {

    private final SessionService sessions;
    private final SocketLimits limits;
    private final ConnectionMonitor monitor;
    private final ConnectionEndpoints endpoints;

    ConnectionWiring(ServerConfig.Ws ws, Core core, SessionService sessions, Presence presence, Closing closing) {
        this.sessions = sessions;
        ServerConfig.Sockets sockets = ws.sockets();
        this.limits = new SocketLimits(sockets.maxFrameBytes(), sockets.maxQueuedBytes(), sockets.slow(),
                sockets.compression());
        this.monitor = closing.add("connection monitor", new ConnectionMonitor(sessions, limits, core.clock()));
        this.endpoints = new ConnectionEndpoints(new SocketQuestions(core.node(), monitor, presence.live.bus()),
                presence.registry, presence.index);
        core.countMessages(sessions.meter()::messagesOut);
    }

    /** Who is online, and where. */
    record Presence(LiveState live, NodeRegistry registry, PresenceIndex index) {}

    static SessionLimits sessionLimits(ServerConfig config) {
        ServerConfig.Ws ws = config.ws();
        return new SessionLimits(ws.heartbeat(), ws.missed(), ws.maxPerUser(), ws.maxPerNode(), ws.messagesPer10s(),
                config.auth().elsewhere(), ws.sockets().ipMessagesPer10s());
    }

    void start(NodeMetrics metrics) {
        monitor.start();
        metrics.gauge("gatehouse.sockets.active", "Sockets that said something within the last heartbeat",
                () -> monitor.latest().active());
        metrics.gauge("gatehouse.sockets.idle", "Sockets that said nothing within the last heartbeat",
                () -> monitor.latest().idle());
        metrics.gauge("gatehouse.sockets.queued.bytes", "Bytes that wait for slow readers",
                () -> monitor.latest().queuedBytes());
        metrics.gauge("gatehouse.sockets.handler.p99.micros", "Time to handle one message, 99th percentile",
                () -> monitor.latest().handlerP99Micros());
        metrics.gauge("gatehouse.sockets.stuck", "Handlers busy with one message for more than a minute",
                () -> monitor.latest().stuck().size());
        metrics.gauge("gatehouse.sockets.alarms", "Limits that are used to nine tenths or more",
                () -> monitor.latest().alarms().size());
        metrics.gauge("gatehouse.sockets.messages.in", "Messages of clients since the start",
                sessions.meter()::messagesIn);
        metrics.gauge("gatehouse.sockets.dropped", "Messages dropped for slow readers since the start",
                sessions.meter()::dropped);
    }

    SocketRoute route() {
        return FleetSocket.route(sessions, limits);
    }

    List<Endpoint> endpoints() {
        return endpoints.endpoints();
    }
}
