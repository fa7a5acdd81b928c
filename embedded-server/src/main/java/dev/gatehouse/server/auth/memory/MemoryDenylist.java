package dev.gatehouse.server.auth.memory;

import dev.gatehouse.server.auth.Denylist;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The denylist of a node without Redis. */
public final class MemoryDenylist implements Denylist {

    private final Clock clock;
    private final Map<String, Instant> denied = new ConcurrentHashMap<>();

    public MemoryDenylist(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void deny(String hash, Instant until) {
        denied.put(hash, until);
    }

    @Override
    public void denyAll(Map<String, Instant> denials) {
        denied.putAll(denials);
    }

    @Override
    public Set<String> denied(Collection<String> hashes) {
        return hashes.stream().filter(denied::containsKey).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Map<String, Instant> all() {
        Instant now = clock.instant();
        denied.values().removeIf(until -> until.isBefore(now));
        return Map.copyOf(denied);
    }
}
