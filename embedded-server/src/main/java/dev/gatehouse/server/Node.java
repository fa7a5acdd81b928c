package dev.gatehouse.server;

import dev.gatehouse.model.api.LiveExchange.View;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.auth.AuthEvent;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.health.HealthEndpoints;
import dev.gatehouse.server.health.HealthService;
import dev.gatehouse.server.health.StatsMeter;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.HttpServer;
import dev.gatehouse.server.job.JobsView;
import dev.gatehouse.server.live.LiveFeed;
import dev.gatehouse.server.live.SampledView;
import dev.gatehouse.server.log.LogUnavailableException;
import dev.gatehouse.server.machine.MachineRoom;
import dev.gatehouse.server.schedule.Ticker;
import dev.gatehouse.server.session.EndedSessionKeeper;
import dev.gatehouse.server.session.EndedSessionStore;
import dev.gatehouse.server.session.EnforcementReports;
import dev.gatehouse.server.session.NodeRegistry;
import dev.gatehouse.server.session.NodesView;
import dev.gatehouse.server.session.PresenceIndex;
import dev.gatehouse.server.session.PresenceSync;
import dev.gatehouse.server.session.SessionEndpoints;
import dev.gatehouse.server.session.SessionKicks;
import dev.gatehouse.server.session.SessionLimits;
import dev.gatehouse.server.session.SessionOrders;
import dev.gatehouse.server.session.SessionService;
import dev.gatehouse.server.session.SessionsView;
import dev.gatehouse.server.session.sqlite.SqliteEndedSessionStore;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wiring of a node that serves: every feature, once, with what it needs. */
final class Node implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration TEND_EVERY = Duration.ofSeconds(3);
    /** How much of the load is shown. */
    private static final int STATS_SECONDS = 300;
    private static final Duration REPAIR_EVERY = Duration.ofSeconds(10);

    private final ServerConfig config;
    private final @Nullable TlsFiles tls;
    private final Core core;
    private final Closing closing;
    private final Clock clock;
    private final LiveState live;
    private final SessionLimits limits;
    private final PresenceIndex index = new PresenceIndex();
    private final PresenceSync sync;
    private final SessionService sessions;
    private final NodeRegistry registry;
    private final ClusterWiring cluster;
    private final ConnectionWiring connections;
    private final EnforcementReports enforcements;
    private final SessionOrders orders;
    private final GuardWiring guards;
    private final TokenWiring tokens;
    private final MessageWiring messages;
    private final MachineRoom machines;
    private final RouteWiring routes;
    private final HealthService health;
    private final LocalControl control;
    private final UserWiring users;
    private final IndexWiring indexed;
    private final IntentWiring intents;
    private final LiveFeed feed;
    private final SessionsView sessionsView;
    private final EndedSessionStore endedSessions;
    private final HttpServer http;
    private final TrafficWiring traffic;
    private volatile boolean stopping;

    private Node(ServerConfig config, Core core, Closing closing) throws StartException {
        this.config = config;
        this.tls = TlsFiles.forNode(config, core.clock().instant());
        this.core = core;
        this.closing = closing;
        this.clock = core.clock();
        this.limits = ConnectionWiring.sessionLimits(config);
        this.live = LiveState.open(config.redis(), core.node(),
                LiveState.Kept.of(limits.lifetime(), config.ws().delivery()), clock,
                new LiveState.Way(core.metrics().latencyOf("redis"), core.traces().tracer(), core.outages().redis()),
                closing);
        this.endedSessions = new SqliteEndedSessionStore(core.replica());
        EndedSessionKeeper endedKeeper = closing.add("ended sessions",
                new EndedSessionKeeper(endedSessions, live.bus(), clock));
        this.sync = closing.add("presence",
                new PresenceSync(core.node(), live.presence(), index, live.bus(), REPAIR_EVERY, clock));
        this.sessions = closing.add("sessions", new SessionService(core.node(), limits, index, sync, clock));
        core.countHeartbeats(sessions::heartbeats);
        this.registry = closing.add("node registry",
                new NodeRegistry(new NodeRegistry.Self(core.node(), GatehouseServer.version(), clock.instant()),
                        live.presence(), sessions::count, core.changes()::appliedOffset, clock));
        this.connections = new ConnectionWiring(config, core, sessions,
                new ConnectionWiring.Presence(live, registry, index), closing);
        this.enforcements = new EnforcementReports(registry, live.bus(), clock);
        this.orders = new SessionOrders(sessions, index, registry, live.bus());
        sessions.onReplacing(orders::endOlder);
        live.onRecovered().accept(sync::recover);
        registry.onLoss(sync::recover);
        this.cluster = new ClusterWiring(core, live,
                new ClusterWiring.Presence(index, sync, sessions, registry, endedSessions, endedKeeper),
                new ClusterWiring.Times(limits.lifetime(), config.ws().delivery().drain()), closing);
        this.sessionsView = new SessionsView(index, registry, clock);

        this.guards = new GuardWiring(config.guards(), core, live, this::record, closing);
        this.tokens = new TokenWiring(config, core,
                new TokenWiring.Fleet(live, registry, sessions, orders, this::feed, this::traffic), guards,
                this::record, closing);
        this.messages = new MessageWiring(config.ws(), core, live,
                new MessageWiring.Presence(index, sessions, registry),
                guards.accounts(), closing);
        cluster.onDeaths(messages::died);
        this.machines = MachineWiring.room(config.machines(), core, live, tokens.authenticator());

        this.routes = new RouteWiring(core, live, config.audit().masks());
        this.users = new UserWiring(core, config, live, closing);
        this.indexed = new IndexWiring(config.audit(), core);
        this.intents = new IntentWiring(core, users, routes.store(), config.audit().masks(), closing);
        this.health = new HealthService(core.node(), GatehouseServer.version(), clock,
                List.of(live.health(), () -> intents.counted(core.kafkaHealth()), core::sqliteHealth),
                core.outages().rehearsals(), core::replicaAge);
        this.control = closing.add("control file", new LocalControl(config.data()));
        this.feed = closing.add("live feed", new LiveFeed(List.of(sessionsView, new NodesView(registry),
                indexed.view(),
                closing.add("health view", new SampledView<>(View.HEALTH, health::health, 1)),
                closing.add("stats view", new SampledView<>(View.STATS, meter()::measure, STATS_SECONDS)),
                new JobsView(users.jobs())),
                guards::watched));
        this.traffic = new TrafficWiring(config, core, routes.service(),
                new TrafficWiring.Judges(machines.authenticator(), tokens.guests(), routes.limits(), routes.answers()),
                () -> uri().getPort());
        this.http = closing.add("HTTP server", new HttpServer(address(), service()));
        routes.follow(core.events().events());
        new Enforcer(sessions, feed, enforcements, core::isCaughtUp).follow(core.events().events());
        core.events().tell(sessions, core.metrics());
        core.indexer().onIndexed(this::rememberLogins);
    }

    /**
     * Starts a node.
     *
     * @throws DataFolder.InUseException where another process has its folder
     * @throws StartException with one sentence for people
     */
    static Node start(ServerConfig config, Clock clock) throws DataFolder.InUseException, StartException {
        Closing closing = new Closing();
        try {
            Core core = closing.add("core", Core.open(config, clock));
            Node node = new Node(config, core, closing);
            node.serve();
            return node;
        } catch (StorageException e) {
            closing.close();
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            closing.close();
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | DataFolder.InUseException | StartException e) {
            closing.close();
            throw e;
        }
    }

    private void serve() throws IOException {
        core.start();
        tokens.start(closing);
        sync.start();
        sessions.start();
        users.jobs().start();
        core.audit().start(config.journal(), closing);
        indexed.start(closing);
        connections.start(core.metrics());
        core.traces().start(core.metrics());
        http.start();
        traffic.start(closing);
        registry.start(http.uri().toString());
        control.announce(http.uri(), certificate());
        closing.add("tending", new Ticker("node-tending", TEND_EVERY, this::tend));
        core.metrics().gauge("gatehouse.replica.stale",
                "1 while other nodes may have changes that this one does not know",
                () -> core.replicaAge().current() ? 0 : 1);
        core.metrics().gauge("gatehouse.sessions.local", "Sockets held by this node", sessions::count);
        core.metrics().gauge("gatehouse.sessions.online", "Sessions online on all nodes", index::count);
        LOG.info("Node {} serves at {}", core.node(), http.uri());
    }

    /** What has to be done again and again: catching up, comparing denials. */
    private void tend() {
        try {
            core.lookAgain();
        } catch (LogUnavailableException e) {
            LOG.debug("The log is away; this is tried again", e);
        }
        tokens.compareDenials();
    }

    private HttpServer.Address address() {
        ServerConfig.Http at = config.http();
        ServerConfig.Tls files = config.tls();
        return files == null
                ? new HttpServer.Address(at.host(), at.port(), null, "")
                : new HttpServer.Address(at.host(), at.port(), files.keystore(), files.password(),
                        files.truststore(), files.truststorePassword());
    }

    private HttpServer.Service service() {
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.addAll(new HealthEndpoints(health, core.metrics(), registry::nodes,
                cluster::draining, () -> core.isCaughtUp() && !stopping).endpoints());
        endpoints.addAll(cluster.endpoints());
        endpoints.addAll(tokens.endpoints(sid -> index.find(sid) != null));
        endpoints.addAll(users.endpoints(enforcements::of, index, endedSessions, live.logins()));
        endpoints.add(traffic.endpoint());
        endpoints.addAll(routes.endpoints());
        endpoints.addAll(new SessionEndpoints(index, sessionsView, sync, endedSessions, kicks(), clock).endpoints());
        endpoints.addAll(connections.endpoints());
        endpoints.addAll(indexed.endpoints());
        endpoints.add(core.audit().endpoint());
        endpoints.addAll(guards.endpoints(tokens.authenticator()));
        endpoints.addAll(machines.endpoints());
        endpoints.addAll(messages.endpoints());
        endpoints.addAll(core.events().endpoints(live.bus(), registry, core.journal(), closing));
        endpoints.addAll(core.traces().endpoints(live.bus(), registry,
                new TraceWiring.Book(core.auditIndex(), config.audit().masks()), closing));
        endpoints.addAll(intents.endpoints());
        endpoints.addAll(new CapsuleWiring(core, config.data(), new CapsulePresence(index, endedSessions),
                indexed.query(), routes.store(), health).endpoints());
        endpoints.addAll(core.outages().endpoints());
        endpoints.add(control.endpoint(
                (create, username, password) -> GatehouseServer.administer(core, create, username, password)));
        endpoints.replaceAll(core.reserve()::guarded);
        return new HttpServer.Service(GatehouseServer.version(), endpoints,
                List.of(connections.route(), feed.route()), machines.authenticator(), new FailureWords(),
                (endpoint, path, actor, failure) -> core.journal()
                        .note(AuditRecords.refused(endpoint, path, actor, failure, clock.instant())),
                core.access().observer(), config.deadline(), guards.protection(),
                core.traces().tracer());
    }

    private SessionKicks kicks() {
        return new SessionKicks(index, orders, (sids, reason) -> sids.forEach(tokens.auth()::endSession),
                core.journal(), clock);
    }

    private StatsMeter meter() {
        return new StatsMeter(core.metrics(), () -> {
            Map<String, Long> byKind = new HashMap<>();
            for (Map.Entry<ClientKind, Long> entry : index.countByKind().entrySet()) {
                byKind.put(entry.getKey().name().toLowerCase(Locale.ROOT), entry.getValue());
            }
            return new StatsMeter.Online(index.count(), index.countByNode(), byKind);
        }, clock);
    }

    private void record(AuthEvent event) {
        if (event.kind() == AuthEvent.Kind.LOGIN && event.outcome() == Outcome.ACCEPTED) {
            core.metrics().login();
        }
        core.journal().note(AuditRecords.of(event, clock.instant()));
    }

    private void rememberLogins(List<AuditEntry> entries) {
        for (AuditEntry entry : entries) {
            var data = entry.event().data();
            if (data.action().equals(Action.AUTH_LOGIN.code()) && data.outcome() == Outcome.ACCEPTED) {
                core.accounts().loggedIn(data.actor().id(), entry.event().time());
            }
        }
    }

    private LiveFeed feed() {
        return feed;
    }

    private TrafficWiring traffic() {
        return traffic;
    }

    String id() {
        return core.node();
    }

    URI uri() {
        return http.uri();
    }

    @Nullable
    URI trafficUri() {
        return traffic.uri();
    }

    @Nullable
    X509Certificate certificate() {
        return tls == null ? null : tls.certificate();
    }

    Core core() {
        return core;
    }

    @Override
    public void close() {
        stopping = true;
        LOG.info("Node {} stops", core.node());
        sessions.close();
        closing.close();
        LOG.info("Node {} has stopped", core.node());
    }
}
