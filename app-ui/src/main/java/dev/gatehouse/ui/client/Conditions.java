package dev.gatehouse.ui.client;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.health.DependencyHealth;
import dev.gatehouse.model.health.DependencyState;
import dev.gatehouse.model.health.Health;
import dev.gatehouse.model.health.Rehearsal;
import dev.gatehouse.model.outage.Circumstances;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What is away as far as the console knows, and how old what it shows is. Safe for use by several threads. */
public final class Conditions {

    private final boolean readOnly;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Map<Source, Seen> seen = new EnumMap<>(Source.class);
    /** Sources of open windows on a feed that flows, and how old the server's own data was. */
    private final Map<Source, Duration> flowing = new EnumMap<>(Source.class);
    private boolean server = true;
    private @Nullable Health health;

    /**
     * How old something is.
     *
     * @param at     the moment that it is true for
     * @param cached whether it came out of the console's own file
     */
    public record Seen(Instant at, boolean cached) {}

    /** @param readOnly whether what is looked at can be changed by nobody */
    Conditions(boolean readOnly) {
        this.readOnly = readOnly;
    }

    /** Calls {@code listener} after each change, on any thread. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Whether what is looked at can be changed by nobody. */
    public boolean readOnly() {
        return readOnly;
    }

    /** Whether the server answers. */
    public synchronized boolean server() {
        return server;
    }

    /** What an operator with {@code role} meets now. */
    public synchronized Circumstances now(@Nullable Role role) {
        Health last = health;
        return new Circumstances(role, server, !away("kafka"), !away("redis"), readOnly,
                last == null ? Set.of() : last.closedLevels());
    }

    /** What the node treats as away although it may be there. */
    public synchronized List<Rehearsal> rehearsals() {
        return health == null ? List.of() : health.rehearsals();
    }

    /** How many changes wait at the node. */
    public synchronized long waitingAtNode() {
        return health == null
                ? 0
                : health.dependencies().stream()
                        .mapToLong(dependency -> dependency.queues().getOrDefault("changes waiting", 0L)).sum();
    }

    /**
     * How old the newest of some sources is; absent where nothing of them was shown. What flows is true for now, however
     * long nothing has changed.
     */
    public synchronized @Nullable Seen seen(Set<Source> sources, Instant now) {
        Seen newest = null;
        for (Source source : sources) {
            Duration behind = flowing.get(source);
            Seen one = behind == null ? seen.get(source) : new Seen(now.minus(behind), false);
            if (one != null && (newest == null || one.at().isAfter(newest.at()))) {
                newest = one;
            }
        }
        return newest;
    }

    private boolean away(String name) {
        if (health == null) {
            return false;
        }
        for (DependencyHealth dependency : health.dependencies()) {
            if (dependency.name().equals(name)) {
                return dependency.state() == DependencyState.DEGRADED;
            }
        }
        return false;
    }

    void server(boolean answers) {
        boolean changed;
        synchronized (this) {
            changed = server != answers;
            server = answers;
        }
        if (changed) {
            tell();
        }
    }

    /** The node told how it does. */
    void health(Health now) {
        synchronized (this) {
            health = now;
        }
        tell();
    }

    void seen(Source source, Seen now) {
        boolean changed;
        synchronized (this) {
            Seen before = seen.put(source, now);
            changed = before == null || before.cached() != now.cached();
        }
        if (changed) {
            tell();
        }
    }

    /** An update of an open window came; {@code behind} is how old the server's own data was. */
    void flows(Source source, Duration behind, Instant now) {
        synchronized (this) {
            flowing.put(source, behind);
        }
        seen(source, new Seen(now.minus(behind), false));
    }

    /** The feed is gone, or the last window of {@code source} was closed: from {@code now} on it grows older. */
    synchronized void still(Source source, Instant now) {
        Duration behind = flowing.remove(source);
        if (behind != null) {
            seen.put(source, new Seen(now.minus(behind), false));
        }
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }
}
