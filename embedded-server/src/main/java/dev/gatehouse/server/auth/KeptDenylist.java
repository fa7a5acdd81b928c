package dev.gatehouse.server.auth;

import dev.gatehouse.server.call.LiveStateUnavailableException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The shared denylist, and one of this node's own for what the shared one could not be told, or forgets when the node
 * stops. What only this node knows is told to the shared one when that is back.
 */
public final class KeptDenylist implements Denylist {

    private final Denylist shared;
    private final Denylist own;
    private final boolean keepAll;

    /** @param keepAll whether the shared list forgets when the node stops */
    public KeptDenylist(Denylist shared, Denylist own, boolean keepAll) {
        this.shared = shared;
        this.own = own;
        this.keepAll = keepAll;
    }

    @Override
    public void deny(String sessionHash, Instant until) {
        if (keepAll) {
            own.deny(sessionHash, until);
        }
        try {
            shared.deny(sessionHash, until);
        } catch (LiveStateUnavailableException e) {
            own.deny(sessionHash, until);
            throw e;
        }
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

    /** Everything denied, and what only this node knew is shared now. */
    @Override
    public Map<String, Instant> all() {
        Map<String, Instant> all = new HashMap<>(shared.all());
        kept().forEach((hash, until) -> {
            Instant known = all.get(hash);
            if (known == null || known.isBefore(until)) {
                shared.deny(hash, until);
                all.put(hash, until);
            }
        });
        return all;
    }
}
