package dev.gatehouse.server.log;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Intention;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.call.Work;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to change anything: appends commands to the log, applies every node's commands to the replica in the
 * log's order, and hands the origin of a command its outcome when the command has come round.
 */
public final class ChangeLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeLog.class);
    private static final Duration MOST_WAIT = Duration.ofSeconds(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final EventLog log;
    private final Replica replica;
    private final String node;
    private final Clock clock;
    private final LongConsumer latencyNanos;
    private final Map<String, CompletableFuture<Applied>> waiting = new ConcurrentHashMap<>();
    private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
    private volatile UnreadableListener unreadable = (_, _, _) -> {};
    private final List<Wait> waits = new ArrayList<>();
    private volatile long appliedOffset;
    private EventLog.@Nullable Subscription subscription;

    /** Is told of a record that is passed over because this version does not understand it. */
    @FunctionalInterface
    public interface UnreadableListener {

        /** Called by the one thread that applies, so it must not wait for long. */
        void passedOver(Receipt position, String key, String error);
    }

    private record Wait(long offset, CompletableFuture<Void> reached) {}

    /** @param latencyNanos is told how long each command took from its append until it was applied */
    public ChangeLog(EventLog log, Replica replica, String node, Clock clock, LongConsumer latencyNanos) {
        this.log = log;
        this.replica = replica;
        this.node = node;
        this.clock = clock;
        this.latencyNanos = latencyNanos;
        this.appliedOffset = replica.nextOffset() - 1;
    }

    /** Has {@code listener} told of every command applied from now on. */
    public void onApplied(ChangeListener listener) {
        listeners.add(listener);
    }

    /** Has {@code listener} told of every record that is passed over from now on. */
    public void onUnreadable(UnreadableListener listener) {
        unreadable = listener;
    }

    /** Begins to read the log, from where the replica stands. */
    public void start() {
        subscription = log.subscribe(Map.of(0, replica.nextOffset()), new Applier());
    }

    /** The offset of the last command applied; -1 before the first. */
    public long appliedOffset() {
        return appliedOffset;
    }

    /** Completes once the command at {@code offset} and all before it are applied. */
    public CompletableFuture<Void> reached(long offset) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        synchronized (waits) {
            if (appliedOffset >= offset) {
                reached.complete(null);
            } else {
                waits.add(new Wait(offset, reached));
            }
        }
        return reached;
    }

    /**
     * Asks for a change and waits until it is decided.
     *
     * @param expectedVersion the version that it is made upon; absent where it does not matter
     * @return the accepted command
     * @throws RequestFailure where it is refused, or where the log does not answer in time
     */
    public Applied submit(Change change, @Nullable Long expectedVersion, Actor actor) {
        return Work.timed("change " + change.getClass().getSimpleName(), SpanKind.INTERNAL,
                () -> submitted(change, expectedVersion, actor));
    }

    /**
     * Has the log refuse, from here on, every command under an older token of a lock; waits until that is so.
     *
     * @throws RequestFailure {@code conflict} where the log has a newer token, or where it does not answer in time
     */
    public void claim(String jobId, Fence fence, Actor actor, @Nullable String traceparent) {
        var _ = submitted(new Command(Ids.next(), node, clock.instant(), actor, null, traceparent,
                new Change.ClaimJob(jobId, null), fence));
    }

    /**
     * Has every node know under what key the table of a job is sealed; waits until this one does.
     *
     * @throws RequestFailure where the log does not answer in time
     */
    public void share(String jobId, String tableSecret, Actor actor) {
        var _ = submitted(new Change.ClaimJob(jobId, tableSecret), null, actor);
    }

    private Applied submitted(Change change, @Nullable Long expectedVersion, Actor actor) {
        return submitted(new Command(Ids.next(), node, clock.instant(), actor, expectedVersion, Work.traceparent(),
                change));
    }

    private Applied submitted(Command command) {
        CompletableFuture<Applied> outcome = new CompletableFuture<>();
        waiting.put(command.id(), outcome);
        long startedNanos = System.nanoTime();
        try {
            CompletableFuture<Applied> either = appended(command).thenCompose(position -> outcome)
                    .applyToEither(outcome, applied -> applied);
            Applied applied = either.get(Deadline.budget(MOST_WAIT).toMillis(), TimeUnit.MILLISECONDS);
            latencyNanos.accept(System.nanoTime() - startedNanos);
            return accepted(applied);
        } catch (TimeoutException e) {
            throw RequestFailure.later(ErrorCode.LOG_UNAVAILABLE,
                    "The log did not answer in time. The change may still take effect: look before you repeat it.",
                    RETRY_AFTER);
        } catch (ExecutionException e) {
            LOG.debug("A command could not be appended", e);
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof StorageException storage) {
                    throw storage;
                }
                if (cause instanceof RecordTooLargeException) {
                    throw new RequestFailure(ErrorCode.BODY_TOO_LARGE,
                            "The log takes no change of this size, so it was not made.");
                }
            }
            throw RequestFailure.later(ErrorCode.LOG_UNAVAILABLE,
                    "The log is away, so the change is not confirmed; most likely it was not made. Reading goes on;"
                            + " look, and try again when the log is back.",
                    RETRY_AFTER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestFailure(ErrorCode.DEADLINE_EXCEEDED, "The node is stopping.", e);
        } finally {
            waiting.remove(command.id());
        }
    }

    private CompletableFuture<Receipt> appended(Command command) {
        Work.Timing timing = Work.timeAside("append to " + log.topic(), SpanKind.PRODUCER);
        return log.append(command.change().id(), CommandCodec.write(command)).whenComplete((position, failure) -> {
            if (failure != null) {
                timing.failed(failure);
            } else {
                timing.note("position", position.toString());
            }
            timing.close();
        });
    }

    /**
     * Asks for a change under an id of the caller's and does not wait. The same id asked for again, after a crash too,
     * takes effect once, and the second answer is the first one's.
     *
     * @param commandId   26 characters
     * @param traceparent W3C Trace Context of the request that this belongs to
     * @param fence       under what lock it is asked for
     * @return how it was decided; fails with {@link LogUnavailableException} where the log does not take it, and never
     *     completes where the log goes away afterwards
     */
    public CompletableFuture<Applied> ask(String commandId, Change change, Actor actor, @Nullable String traceparent,
            @Nullable Fence fence) {
        return ask(new Command(commandId, node, clock.instant(), actor, null, traceparent, change, fence));
    }

    /**
     * Asks for a change that was kept until now, under an id of its own, as
     * {@link #ask(String, Change, Actor, String, Fence)}.
     *
     * @param expectedVersion the version that it was made upon; absent where it does not matter
     */
    public CompletableFuture<Applied> askLater(String commandId, Change change, Actor actor,
            @Nullable Long expectedVersion, Intention intention) {
        return ask(new Command(commandId, node, clock.instant(), actor, expectedVersion, Work.traceparent(), change,
                null, intention));
    }

    private CompletableFuture<Applied> ask(Command command) {
        String commandId = command.id();
        Change change = command.change();
        CompletableFuture<Applied> outcome = new CompletableFuture<>();
        waiting.put(commandId, outcome);
        CompletableFuture<Applied> answer = log.append(change.id(), CommandCodec.write(command))
                .thenCompose(position -> outcome).applyToEither(outcome, applied -> applied);
        var _ = answer.whenComplete((applied, failure) -> waiting.remove(commandId, outcome));
        return answer;
    }

    /**
     * What was decided of a command, where this node applied it lately.
     *
     * @return absent where it did not; an accepted one without its effects
     */
    public @Nullable Decision decided(String commandId) {
        return replica.decided(commandId);
    }

    private static Applied accepted(Applied applied) {
        return switch (applied.decision()) {
            case Decision.Accepted _ -> applied;
            case Decision.Refused refused -> {
                var before = refused.before();
                RequestFailure failure = refused.code() == ErrorCode.STALE_VERSION && before != null
                        ? RequestFailure.stale(refused.detail(), before)
                        : new RequestFailure(refused.code(), refused.detail());
                throw failure.asRecorded();
            }
        };
    }

    @Override
    public void close() {
        if (subscription != null) {
            subscription.close();
        }
    }

    /** Takes records from the log to the replica. */
    private final class Applier implements EventLog.Reader {

        @Override
        public void read(List<EventLog.Entry> entries) {
            List<Replica.Positioned> commands = new ArrayList<>(entries.size());
            for (EventLog.Entry entry : entries) {
                try {
                    commands.add(new Replica.Positioned(entry.position(), CommandCodec.read(entry.value())));
                } catch (IllegalArgumentException e) {
                    LOG.error("The change at {} is passed over: {}", entry.position(), e.getMessage(), e);
                    unreadable.passedOver(entry.position(), entry.key(), String.valueOf(e.getMessage()));
                }
            }
            List<Applied> applied = replica.apply(commands);
            if (commands.size() < entries.size()) {
                replica.skipTo(entries.getLast().position().offset() + 1);
            }
            for (Applied one : applied) {
                for (ChangeListener listener : listeners) {
                    told(listener, one);
                }
            }
            advance(entries.getLast().position().offset());
            for (Applied one : applied) {
                CompletableFuture<Applied> origin = waiting.remove(one.command().id());
                if (origin != null) {
                    origin.complete(one);
                }
            }
        }

        @Override
        public void gap(int partition, long from, long to) {
            LOG.error("The change log no longer holds offsets {} to {}; this replica may lack changes", from, to);
            replica.skipTo(to);
            advance(to - 1);
        }
    }

    private static void told(ChangeListener listener, Applied applied) {
        try {
            listener.applied(applied);
        } catch (RuntimeException e) {
            LOG.error("{} failed on the change at {}", listener, applied.position(), e);
        }
    }

    private void advance(long offset) {
        List<Wait> due = new ArrayList<>();
        synchronized (waits) {
            appliedOffset = offset;
            waits.removeIf(wait -> wait.offset() <= offset && due.add(wait));
        }
        due.forEach(wait -> wait.reached().complete(null));
    }
}
