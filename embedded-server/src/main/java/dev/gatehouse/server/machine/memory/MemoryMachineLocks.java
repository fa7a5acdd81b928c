package dev.gatehouse.server.machine.memory;

import dev.gatehouse.model.auth.Lock;
import dev.gatehouse.model.auth.LockKind;
import dev.gatehouse.server.machine.MachineLocks;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The locks of a node without Redis. */
public final class MemoryMachineLocks implements MachineLocks {

    private final Clock clock;
    private final Map<String, Deque<Instant>> failures = new HashMap<>();
    private final Map<String, Lock> locks = new HashMap<>();

    public MemoryMachineLocks(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized @Nullable Lock failed(String ip) {
        Instant now = clock.instant();
        forget(now);
        if (locks.containsKey(ip)) {
            return null;
        }
        Deque<Instant> times = failures.computeIfAbsent(ip, any -> new ArrayDeque<>());
        times.addLast(now);
        if (times.size() < MOST_FAILURES) {
            return null;
        }
        failures.remove(ip);
        Lock lock = new Lock(LockKind.MACHINE, ip, null, MOST_FAILURES, now, now.plus(SHUT));
        locks.put(ip, lock);
        return lock;
    }

    private void forget(Instant now) {
        locks.values().removeIf(lock -> !now.isBefore(lock.until()));
        Instant oldest = now.minus(WINDOW);
        failures.values().removeIf(times -> {
            times.removeIf(time -> !time.isAfter(oldest));
            return times.isEmpty();
        });
    }

    @Override
    public synchronized @Nullable Lock find(String ip) {
        forget(clock.instant());
        return locks.get(ip);
    }

    @Override
    public synchronized List<Lock> list() {
        forget(clock.instant());
        return locks.values().stream().sorted(Comparator.comparing(Lock::since).reversed()).toList();
    }

    @Override
    public synchronized boolean lift(String ip) {
        forget(clock.instant());
        failures.remove(ip);
        return locks.remove(ip) != null;
    }
}
