package dev.gatehouse.server.auth;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The shared denylist, and a copy of this node's own that outlives both: a node that starts while the shared one is away
 * still denies what it knew. What only this node knows is told to the shared one when that is back.
 */
public final class KeptDenylist implements Denylist {

    private final Denylist shared;
    private final Denylist own;

    public KeptDenylist(Denylist shared, Denylist own) {
        this.shared = shared;
        this.own = own;
    }

    @Override
    public void deny(String sessionHash, Instant until) {
        own.deny(sessionHash, until);
        shared.deny(sessionHash, until);
    }

    @Override
    public void heard(String hash, Instant until) {
        own.deny(hash, until);
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

    /** Everything denied; what only this node knew is shared now, and what it did not know is kept. */
    @Override
    public Map<String, Instant> all() {
        Map<String, Instant> all = new HashMap<>(shared.all());
        Map<String, Instant> kept = kept();
        Map<String, Instant> unknown = new HashMap<>(all);
        unknown.keySet().removeAll(kept.keySet());
        unknown.forEach(own::deny);
        kept.forEach((hash, until) -> {
            Instant known = all.get(hash);
            if (known == null || known.isBefore(until)) {
                shared.deny(hash, until);
                all.put(hash, until);
            }
        });
        return all;
    }
}
