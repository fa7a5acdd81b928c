package dev.gatehouse.server;

import dev.gatehouse.server.call.Tracer;
import dev.gatehouse.server.outage.Door;
import dev.gatehouse.server.session.NodeRegistry;
import dev.gatehouse.server.session.PresenceIndex;
import dev.gatehouse.server.session.PresenceSync;
import dev.gatehouse.server.session.SessionGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * A node of a demo that has sessions and nothing else: no sockets, no users, no log. The other nodes hear of its
 * sessions as they hear of any node's.
 */
public final class GeneratorNode implements AutoCloseable {

    private static final Duration REPAIR_EVERY = Duration.ofMinutes(1);

    /** It applies no changes, and nobody shall wait for it to. */
    private static final long NEVER_BEHIND = Long.MAX_VALUE;

    private final String node;
    private final SessionGenerator generator;
    private final Closing closing;

    private GeneratorNode(String node, SessionGenerator generator, Closing closing) {
        this.node = node;
        this.generator = generator;
        this.closing = closing;
    }

    /**
     * Starts one, named by {@code node.id}, in the presence that {@code redis.uri} names.
     *
     * @param sessions how many sessions are online once all are in
     * @param churn    how many come or go in a second
     * @throws StartException where no Redis is configured
     */
    public static GeneratorNode start(ServerConfig config, int sessions, int churn) throws StartException {
        if (!config.redis().configured()) {
            throw new StartException("Sessions are made up in a Redis that other nodes read; set redis.uri.");
        }
        Clock clock = Clock.tickMillis(ZoneOffset.UTC);
        String node = Objects.requireNonNullElse(config.node().id(), "generator");
        Duration heartbeat = config.ws().heartbeat();
        Closing closing = new Closing();
        try {
            LiveState live = LiveState.open(config.redis(), node,
                    LiveState.Kept.of(heartbeat.multipliedBy(config.ws().missed()), config.ws().delivery()), clock,
                    new LiveState.Way(_ -> {}, Tracer.NONE, new Door("redis")), closing);
            PresenceIndex index = new PresenceIndex();
            PresenceSync sync = new PresenceSync(node, live.presence(), index, live.bus(), REPAIR_EVERY, clock);
            SessionGenerator generator = new SessionGenerator(index, sync, live.bus(),
                    new SessionGenerator.Scale(sessions, churn, heartbeat), clock);
            NodeRegistry registry = closing.add("node registry",
                    new NodeRegistry(new NodeRegistry.Self(node, GatehouseServer.version(), clock.instant()),
                            live.presence(), generator::online, () -> NEVER_BEHIND, clock));
            // The last that is told goes out before the node takes its leave.
            closing.add("presence", sync);
            live.onRecovered().accept(sync::recover);
            registry.onLoss(sync::recover);
            sync.start();
            registry.start("");
            closing.add("generator", generator);
            generator.start();
            return new GeneratorNode(node, generator, closing);
        } catch (RuntimeException failure) {
            closing.close();
            throw failure;
        }
    }

    /** Its name. */
    public String node() {
        return node;
    }

    /** How many sessions it has online. */
    public long online() {
        return generator.online();
    }

    @Override
    public void close() {
        closing.close();
    }
}
