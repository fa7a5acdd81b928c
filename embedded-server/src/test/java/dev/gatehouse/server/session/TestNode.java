package dev.gatehouse.server.session;

import dev.gatehouse.model.api.SessionsExchange.Ghost;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.session.EndedSession;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.bus.Bus;
import dev.gatehouse.server.bus.memory.MemoryBus;
import dev.gatehouse.server.bus.redis.RedisBus;
import dev.gatehouse.server.fixture.RecordingSocket;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.http.SocketLimits;
import dev.gatehouse.server.http.SocketRoute.Listener;
import dev.gatehouse.server.http.SocketRoute.Upgrade;
import dev.gatehouse.server.redis.PooledRedisConnection;
import dev.gatehouse.server.redis.RedisAddress;
import dev.gatehouse.server.session.memory.MemoryPresenceStore;
import dev.gatehouse.server.session.redis.RedisPresenceStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One node's presence, wired as the server wires it. */
public final class TestNode implements AutoCloseable {

    /** Limits that suit most tests. */
    public static final SessionLimits LIMITS = new SessionLimits(Duration.ofSeconds(3), 3, 5, 20_000, 100,
            Elsewhere.ALLOW);

    public final PresenceIndex index = new PresenceIndex();
    public final PresenceStore store;
    public final PresenceSync sync;
    public final SessionService service;
    public final NodeRegistry registry;
    public final SessionsView view;
    public final SessionOrders orders;
    public final Bus bus;
    /** What was found listed though nobody was behind it. */
    public final List<Ghost> ghosts = new CopyOnWriteArrayList<>();
    /** What was taken for over although nobody said so. */
    public final List<EndedSession> over = new CopyOnWriteArrayList<>();
    /** What was recorded. */
    public final List<AuditDraft> recorded = new CopyOnWriteArrayList<>();
    private final @Nullable PooledRedisConnection redis;

    private TestNode(String id, @Nullable PooledRedisConnection redis, SessionLimits limits, Clock clock) {
        this(id, redis, redis == null ? new MemoryBus(id) : new RedisBus(redis, id),
                redis == null
                        ? new MemoryPresenceStore(limits.lifetime(), clock)
                        : new RedisPresenceStore(redis, limits.lifetime(), clock),
                limits, clock);
    }

    private TestNode(String id, @Nullable PooledRedisConnection redis, Bus bus, PresenceStore store,
            SessionLimits limits, Clock clock) {
        this.redis = redis;
        this.bus = bus;
        this.store = store;
        sync = new PresenceSync(id, store, index, bus, Duration.ofSeconds(1), clock);
        service = new SessionService(id, limits, index, sync, clock);
        registry = new NodeRegistry(new NodeRegistry.Self(id, "test", clock.instant()), store, service::count,
                () -> -1L, clock);
        view = new SessionsView(index, registry, clock);
        orders = new SessionOrders(service, index, registry, bus);
        service.onReplacing(orders::endOlder);
        registry.onLoss(sync::recover);
        NodeDeaths deaths = new NodeDeaths(sync, store, index, limits.lifetime(), draft -> {
            recorded.add(draft);
            return new Receipt("journal." + id, 0, recorded.size());
        }, clock);
        registry.onBeats(deaths::look);
        SessionFinds finds = finds();
        sync.onFinds(finds);
        deaths.onFinds(finds);
        if (redis != null) {
            redis.onRecovered(sync::recover);
        }
        sync.start();
        service.start();
        registry.start("http://127.0.0.1:1");
    }

    private SessionFinds finds() {
        return new SessionFinds() {

            @Override
            public void began(Session session) {
                // Nothing here remembers who was online.
            }

            @Override
            public void ghosts(List<Ghost> found) {
                ghosts.addAll(found);
            }

            @Override
            public void over(List<EndedSession> ended) {
                over.addAll(ended);
            }

            @Override
            public void back(List<EndedSession> wrong) {
                over.removeAll(wrong);
            }
        };
    }

    /** A node that is alone. */
    public static TestNode alone(SessionLimits limits, Clock clock) {
        return new TestNode("n1", null, limits, clock);
    }

    /** A node of a fleet without Redis. */
    public static TestNode on(String id, Bus bus, PresenceStore store, SessionLimits limits) {
        return new TestNode(id, null, bus, store, limits, Clock.systemUTC());
    }

    /** A node of a fleet. */
    public static TestNode of(String id, String redisUri) {
        return new TestNode(id,
                new PooledRedisConnection(RedisAddress.parse(redisUri), "gh:", Clock.systemUTC(), _ -> {}), LIMITS,
                Clock.systemUTC());
    }

    /** A client of a user, signed in with the session {@code sid}. */
    public static Principal client(String sid, String username) {
        return new Principal("u-" + username, username, Set.of(), sid, "t-" + sid, ClientKind.WEB, Sessions.BEGIN,
                Instant.now(), Instant.now().plusSeconds(900));
    }

    /** Has a client come in; its listener is what the client says. */
    public Listener connect(String sid, String username, RecordingSocket socket) {
        Listener listener = FleetSocket.route(service, SocketLimits.DEFAULTS).acceptor()
                .accept(new Upgrade(client(sid, username), WireFormat.JSON.subprotocol(), "10.0.0.7", "test"));
        listener.opened(socket);
        return listener;
    }

    @Override
    public void close() {
        service.close();
        sync.close();
        registry.close();
        bus.close();
        if (redis != null) {
            redis.close();
        }
    }

    /** Ends as a crash would: nothing is said to anybody. */
    public void crash() {
        if (redis != null) {
            redis.close();
        }
        service.close();
        sync.close();
        registry.close();
        bus.close();
    }
}
