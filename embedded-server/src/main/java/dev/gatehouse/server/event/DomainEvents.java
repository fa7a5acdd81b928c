package dev.gatehouse.server.event;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.health.DeadLetter;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.event.DomainEvent.Origin;
import dev.gatehouse.server.log.Ids;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bus inside a node: whoever follows a kind of events is told of each on the thread that tells, so that what it does is
 * done before the change is answered. A follower that fails is told again, with growing pauses; what happens meanwhile to
 * the same thing waits behind, and what happens to other things does not. After the last try the event is a dead letter,
 * which an operator has tried again or drops. Safe for use by several threads.
 */
public final class DomainEvents implements AutoCloseable {

    /** Where a letter lies whose record the log could not be followed through. */
    static final String LOG_ITSELF = "log";

    private static final Logger LOG = LoggerFactory.getLogger(DomainEvents.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int MOST_TRIES = 6;
    private static final String BEHIND = "It waits behind another change of the same thing.";

    private final String node;
    private final DeadLetterStore store;
    private final Clock clock;
    private final List<Follower<?>> followers = new CopyOnWriteArrayList<>();
    /** What waits, by follower and key, in order; an empty line is not kept. */
    private final Map<Line, Deque<Waiting>> lines = new HashMap<>();
    private final Ticker retrying;

    private record Follower<E extends DomainEvent>(String name, Class<E> type, Consumer<? super E> action) {

        void tell(DomainEvent event) {
            action.accept(type.cast(event));
        }
    }

    private record Line(String follower, String key) {}

    /** An event that its follower has yet to take; changed by who holds the monitor of the lines. */
    private static final class Waiting {

        private final String id = Ids.next();
        private final Follower<?> follower;
        private final DomainEvent event;
        private final Instant since;
        private int tries;
        private long dueNanos;
        private boolean dead;
        private String error = BEHIND;

        private Waiting(Follower<?> follower, DomainEvent event, Instant since) {
            this.follower = follower;
            this.event = event;
            this.since = since;
        }
    }

    /** @param node whose dead letters {@code store} keeps */
    public DomainEvents(String node, DeadLetterStore store, Clock clock) {
        this.node = node;
        this.store = store;
        this.clock = clock;
        this.retrying = new Ticker("event-retries", LOOK_EVERY, this::retryDue);
    }

    /**
     * Has {@code action} told of every event of a type from now on.
     *
     * @param follower who follows, in a word for operators, such as {@code routes}
     */
    public <E extends DomainEvent> void on(Class<E> type, String follower, Consumer<? super E> action) {
        followers.add(new Follower<>(follower, type, action));
    }

    /** Tells all that follow it; never throws for what they do. */
    public void publish(DomainEvent event) {
        for (Follower<?> follower : followers) {
            if (follower.type.isInstance(event)) {
                deliver(follower, event);
            }
        }
    }

    private void deliver(Follower<?> follower, DomainEvent event) {
        Line line = new Line(follower.name, event.key());
        synchronized (lines) {
            Deque<Waiting> before = lines.get(line);
            if (before != null) {
                Waiting waiting = new Waiting(follower, event, clock.instant());
                before.add(waiting);
                if (before.getFirst().dead) {
                    keep(line, waiting);
                }
                return;
            }
        }
        try {
            follower.tell(event);
        } catch (RuntimeException e) {
            LOG.warn("{} could not follow {} and is told again", line.follower, event, e);
            Waiting waiting = new Waiting(follower, event, clock.instant());
            synchronized (lines) {
                failed(line, waiting, e);
                lines.computeIfAbsent(line, _ -> new ArrayDeque<>()).addFirst(waiting);
            }
        }
    }

    /** A record of the log that nobody can follow: it is kept for operators to see. */
    void unfollowed(Receipt position, String key, String what, String error) {
        Instant now = clock.instant();
        try {
            store.put(new DeadLetter(Ids.next(), node, LOG_ITSELF, key, what, position, error, 1, now, now, null));
        } catch (StorageException e) {
            LOG.error("That the change at {} is passed over cannot be kept", position, e);
        }
    }

    private void failed(Line line, Waiting waiting, RuntimeException thrown) {
        waiting.tries++;
        waiting.error = thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
        waiting.dueNanos = System.nanoTime() + (FIRST_PAUSE.toNanos() << Math.min(waiting.tries - 1, MOST_TRIES));
        if (waiting.dead) {
            store.tried(waiting.id, waiting.tries, waiting.error, clock.instant());
        } else if (waiting.tries >= MOST_TRIES) {
            LOG.error("{} cannot follow {}; it is a dead letter now", line.follower, waiting.event, thrown);
            keep(line, waiting);
            lines.getOrDefault(line, new ArrayDeque<>()).forEach(behind -> keep(line, behind));
        }
    }

    private void keep(Line line, Waiting waiting) {
        Origin origin = waiting.event.origin();
        String traceparent = origin == null ? null : origin.traceparent();
        waiting.dead = true;
        try {
            store.put(new DeadLetter(waiting.id, node, line.follower, line.key,
                    waiting.event.getClass().getSimpleName(), origin == null ? null : origin.position(), waiting.error,
                    waiting.tries, waiting.since, clock.instant(),
                    traceparent == null ? null : traceparent.split("-", -1)[1]));
        } catch (StorageException e) {
            LOG.error("A dead letter of {} cannot be kept, so it is lost at the next start", line.follower, e);
        }
    }

    private void retryDue() {
        List<Line> due;
        synchronized (lines) {
            due = lines.entrySet().stream().filter(entry -> {
                Waiting first = entry.getValue().getFirst();
                return first.tries < MOST_TRIES && System.nanoTime() - first.dueNanos >= 0;
            }).map(Map.Entry::getKey).toList();
        }
        due.forEach(this::drain);
    }

    /** Tells a follower what waits, in order, until it fails again or nothing is left; one thread at a time. */
    private synchronized void drain(Line line) {
        for (Waiting next = first(line); next != null; next = first(line)) {
            try {
                next.follower.tell(next.event);
            } catch (RuntimeException e) {
                synchronized (lines) {
                    failed(line, next, e);
                }
                return;
            }
            took(line, next);
        }
    }

    private @Nullable Waiting first(Line line) {
        synchronized (lines) {
            Deque<Waiting> waiting = lines.get(line);
            return waiting == null ? null : waiting.getFirst();
        }
    }

    private void took(Line line, Waiting done) {
        synchronized (lines) {
            Deque<Waiting> waiting = lines.get(line);
            if (waiting != null && waiting.remove(done) && waiting.isEmpty()) {
                lines.remove(line);
            }
        }
        if (done.dead) {
            store.remove(done.id);
        }
    }

    /**
     * Drops the letters of an earlier process, but for records of the log itself: their followers keep nothing over a
     * restart, and have read the replica anew.
     */
    List<DeadLetter> dropSettled() {
        return store.all().stream()
                .filter(letter -> !letter.follower().equals(LOG_ITSELF) && line(letter.id()) == null
                        && store.remove(letter.id()))
                .toList();
    }

    /** The dead letters of this node, oldest first. */
    List<DeadLetter> dead() {
        return store.all();
    }

    /**
     * Tries a letter once more, after all that stand before it in its line.
     *
     * @return as it is now; absent where this node has none of this id
     */
    @Nullable
    DeadLetter retry(String id) {
        DeadLetter letter = store.find(id);
        if (letter == null) {
            return null;
        }
        Line line = line(id);
        if (line != null) {
            drain(line);
        } else if (letter.follower().equals(LOG_ITSELF)) {
            store.tried(id, letter.attempts() + 1, "The log is applied in its order, so a record that was passed over"
                    + " cannot be made up for. " + letter.error(), clock.instant());
        }
        return letter;
    }

    /**
     * Drops a letter; what waits behind it goes on.
     *
     * @return as it was; absent where this node has none of this id
     */
    @Nullable
    DeadLetter drop(String id) {
        DeadLetter letter = store.find(id);
        Line line = line(id);
        if (line != null) {
            synchronized (lines) {
                List<Waiting> all = new ArrayList<>(lines.getOrDefault(line, new ArrayDeque<>()));
                all.removeIf(waiting -> waiting.id.equals(id));
                if (all.isEmpty()) {
                    lines.remove(line);
                } else {
                    lines.put(line, new ArrayDeque<>(all));
                }
            }
        }
        return store.remove(id) ? letter : null;
    }

    /** Whether a letter is still there. */
    @Nullable
    DeadLetter find(String id) {
        return store.find(id);
    }

    private @Nullable Line line(String id) {
        synchronized (lines) {
            return lines.entrySet().stream()
                    .filter(entry -> entry.getValue().stream().anyMatch(waiting -> waiting.id.equals(id)))
                    .map(Map.Entry::getKey).findFirst().orElse(null);
        }
    }

    @Override
    public void close() {
        retrying.close();
    }
}
