package dev.gatehouse.server.auth;

import dev.gatehouse.server.schedule.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shared denylist, and a copy of this node's own that outlives both: a node that starts while the shared one is away
 * still denies what it knew. What only this node knows is told to the shared one when that is back. What others denied is
 * written to the copy a moment later, many at once, and at the latest when this is closed.
 */
public final class KeptDenylist implements Denylist, AutoCloseable {

    private static final Duration WRITE_EVERY = Duration.ofSeconds(1);

    private final Denylist shared;
    private final Denylist own;
    private final Map<String, Instant> unwritten = new ConcurrentHashMap<>();
    private final Ticker writing;

    public KeptDenylist(Denylist shared, Denylist own) {
        this.shared = shared;
        this.own = own;
        this.writing = new Ticker("denials", WRITE_EVERY, this::write);
    }

    @Override
    public void deny(String sessionHash, Instant until) {
        own.deny(sessionHash, until);
        shared.deny(sessionHash, until);
    }

    @Override
    public void denyAll(Map<String, Instant> denials) {
        own.denyAll(denials);
        shared.denyAll(denials);
    }

    @Override
    public void heard(String hash, Instant until) {
        unwritten.put(hash, until);
    }

    /** Which of these the shared list denies; what this node denied alone it knows. */
    @Override
    public Set<String> denied(Collection<String> hashes) {
        return shared.denied(hashes);
    }

    @Override
    public Map<String, Instant> kept() {
        return own.all();
    }

    /** Everything denied; what only this node knew is shared now, and what it did not know is kept soon. */
    @Override
    public Map<String, Instant> all() {
        Map<String, Instant> all = new HashMap<>(shared.all());
        Map<String, Instant> kept = kept();
        all.forEach((hash, until) -> {
            if (!kept.containsKey(hash)) {
                unwritten.put(hash, until);
            }
        });
        Map<String, Instant> untold = new HashMap<>();
        kept.forEach((hash, until) -> {
            Instant known = all.get(hash);
            if (known == null || known.isBefore(until)) {
                untold.put(hash, until);
            }
        });
        shared.denyAll(untold);
        all.putAll(untold);
        return all;
    }

    private void write() {
        Map<String, Instant> taken = Map.copyOf(unwritten);
        if (!taken.isEmpty()) {
            own.denyAll(taken);
            taken.forEach(unwritten::remove);
        }
    }

    @Override
    public void close() {
        writing.close();
        write();
    }
}
