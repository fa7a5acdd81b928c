package dev.gatehouse.server.machine.memory;

import dev.gatehouse.server.machine.MachineStore;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What machines leave behind, of a node without Redis. What is over is swept out once a second at most. */
public final class MemoryMachineStore implements MachineStore {

    private final Clock clock;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> nextSweep;

    private record Entry(String value, Instant until) {

        boolean holdsAt(Instant now) {
            return now.isBefore(until);
        }
    }

    public MemoryMachineStore(Clock clock) {
        this.clock = clock;
        this.nextSweep = new AtomicReference<>(clock.instant());
    }

    @Override
    public void putChallenge(String name, Instant until) {
        put("challenge:" + name, "", until);
    }

    @Override
    public boolean takeChallenge(String name) {
        Entry taken = entries.remove("challenge:" + name);
        return taken != null && taken.holdsAt(clock.instant());
    }

    @Override
    public void putSession(String name, String sealed, Instant until) {
        put("session:" + name, sealed, until);
    }

    @Override
    public @Nullable String session(String name) {
        Entry found = entries.get("session:" + name);
        return found != null && found.holdsAt(clock.instant()) ? found.value() : null;
    }

    @Override
    public boolean isNew(String nonce, Instant until) {
        sweep();
        Instant now = clock.instant();
        AtomicBoolean isNew = new AtomicBoolean();
        entries.compute("nonce:" + nonce, (name, there) -> {
            boolean known = there != null && there.holdsAt(now);
            isNew.set(!known);
            return there != null && known ? there : new Entry("", until);
        });
        return isNew.get();
    }

    private void put(String name, String value, Instant until) {
        sweep();
        entries.put(name, new Entry(value, until));
    }

    private void sweep() {
        Instant now = clock.instant();
        Instant due = nextSweep.get();
        if (!now.isBefore(due) && nextSweep.compareAndSet(due, now.plusSeconds(1))) {
            entries.values().removeIf(entry -> !entry.holdsAt(now));
        }
    }
}
