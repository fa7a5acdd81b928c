package dev.gatehouse.server.auth.memory;

import dev.gatehouse.model.auth.Lock;
import dev.gatehouse.model.auth.LockKind;
import dev.gatehouse.server.auth.LockStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Failures counted in this process: of a node without Redis, and of one whose Redis is away. */
public final class MemoryLockStore implements LockStore {

    /** How long somebody waits who came while as many as may were under way. */
    private static final Duration CROWD = Duration.ofSeconds(1);
    private static final int SWEEP_ABOVE = 10_000;

    private final Clock clock;
    private final Map<Key, Count> counts = new HashMap<>();
    private int sweepAt = SWEEP_ABOVE;

    private record Key(LockKind kind, String subject) {}

    /** @param until when the door opens; absent while it is open */
    private record Count(@Nullable String name, long failures, long pending, Instant since, @Nullable Instant until,
            Instant forgottenAt) {

        Count plus(long moreFailures, long morePending) {
            return new Count(name, failures + moreFailures, pending + morePending, since, until, forgottenAt);
        }

        Count shut(Instant now, Duration duration) {
            return new Count(name, failures, pending, now, now.plus(duration), now.plus(duration));
        }
    }

    public MemoryLockStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized List<Tally> reserve(List<Door> doors) {
        sweep();
        return doors.stream().map(this::reserve).toList();
    }

    private Tally reserve(Door door) {
        Instant now = clock.instant();
        Rule rule = door.rule();
        Count before = counted(door, now);
        Count count = before.plus(1, 0);
        Instant until = before.until();
        if (until != null) {
            counts.put(key(door), count);
            return new Tally(false, count.failures(), Duration.between(now, until), false);
        }
        boolean crowded = rule.strict() && count.failures() > rule.failures();
        if (crowded && count.pending() > 0) {
            counts.put(key(door), count);
            return new Tally(false, count.failures(), CROWD, false);
        }
        if (crowded || before.failures() - before.pending() >= rule.failures()) {
            counts.put(key(door), count.shut(now, rule.shut()));
            return new Tally(false, count.failures(), rule.shut(), true);
        }
        counts.put(key(door), count.plus(0, 1));
        return new Tally(true, count.failures(), Duration.ZERO, false);
    }

    private Count counted(Door door, Instant now) {
        Count count = counts.get(key(door));
        return count == null || !count.forgottenAt().isAfter(now)
                ? new Count(door.name(), 0, 0, now, null, now.plus(door.rule().window()))
                : count;
    }

    private static Key key(Door door) {
        return new Key(door.kind(), door.subject());
    }

    @Override
    public synchronized List<Tally> failed(List<Door> doors) {
        return doors.stream().map(this::failed).toList();
    }

    private Tally failed(Door door) {
        Instant now = clock.instant();
        Rule rule = door.rule();
        Count before = counted(door, now);
        Count count = before.pending() > 0 ? before.plus(0, -1) : before.plus(1, 0);
        boolean shuts = count.until() == null && count.failures() - count.pending() >= rule.failures();
        counts.put(key(door), shuts ? count.shut(now, rule.shut()) : count);
        return new Tally(false, count.failures(), shuts ? rule.shut() : Duration.ZERO, shuts);
    }

    @Override
    public synchronized void succeeded(List<Door> doors) {
        for (Door door : doors) {
            if (door.rule().strict()) {
                counts.remove(key(door));
            } else {
                takeBack(door);
            }
        }
    }

    @Override
    public synchronized void cancelled(List<Door> doors) {
        doors.forEach(this::takeBack);
    }

    private void takeBack(Door door) {
        Count count = counts.get(key(door));
        if (count == null || count.pending() == 0) {
            return;
        }
        if (count.failures() <= 1) {
            counts.remove(key(door));
        } else {
            counts.put(key(door), count.plus(-1, -1));
        }
    }

    private void sweep() {
        if (counts.size() >= sweepAt) {
            Instant now = clock.instant();
            counts.values().removeIf(count -> !count.forgottenAt().isAfter(now));
            sweepAt = Math.max(SWEEP_ABOVE, 2 * counts.size());
        }
    }

    @Override
    public synchronized List<Lock> locks() {
        Instant now = clock.instant();
        return counts.entrySet().stream().flatMap(entry -> lock(entry.getKey(), entry.getValue(), now))
                .sorted(Comparator.comparing(Lock::since).reversed()).toList();
    }

    private static Stream<Lock> lock(Key key, Count count, Instant now) {
        Instant until = count.until();
        return until == null || !until.isAfter(now)
                ? Stream.empty()
                : Stream.of(new Lock(key.kind(), key.subject(), count.name(), count.failures(), count.since(), until));
    }

    @Override
    public synchronized boolean lift(LockKind kind, String subject) {
        Count count = counts.get(new Key(kind, subject));
        if (count == null || count.until() == null || !Objects.requireNonNull(count.until()).isAfter(clock.instant())) {
            return false;
        }
        counts.remove(new Key(kind, subject));
        return true;
    }
}
