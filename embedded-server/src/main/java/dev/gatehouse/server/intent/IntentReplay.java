package dev.gatehouse.server.intent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.intent.IntentState;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.ChangeLog;
import dev.gatehouse.server.log.Decision;
import dev.gatehouse.server.log.LogUnavailableException;
import dev.gatehouse.server.log.RecordTooLargeException;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits what waits, one after another in the order of its making, as soon as the log answers. An intent is marked
 * before it leaves, so that after a crash the same command, under the same id, is asked for again and applied once. One
 * that destroys goes only while the click for it is waited for; else it is held again, under the same id.
 */
public final class IntentReplay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IntentReplay.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** How long a call waits for those that are on their way. */
    private static final Duration MOST_WAIT = Duration.ofSeconds(2);
    private static final Duration LEFT_FOR_THE_ANSWER = Duration.ofMillis(300);
    private static final String NOT_CONFIRMED = "The log did not answer when it was submitted. Submit it again if it is"
            + " still meant: should it have arrived after all, it takes effect once.";
    /** Fields that are not the author's to give, so that they make no conflict. */
    private static final Set<String> NOT_WISHED = Set.of("password");

    private final IntentStore store;
    private final ChangeLog changes;
    private final BooleanSupplier logAnswers;
    private final AuditJournal journal;
    private final Clock clock;
    private final ReentrantLock turn = new ReentrantLock();
    /** Ids of intents for which somebody's click waits in this process. */
    private final Set<String> clicked = ConcurrentHashMap.newKeySet();
    private final Ticker ticker;

    /**
     * Begins to look.
     *
     * @param logAnswers whether it makes sense to ask the log
     */
    public IntentReplay(IntentStore store, ChangeLog changes, BooleanSupplier logAnswers, AuditJournal journal,
            Clock clock) {
        this.store = store;
        this.changes = changes;
        this.logAnswers = logAnswers;
        this.journal = journal;
        this.clock = clock;
        this.ticker = new Ticker("intents", LOOK_EVERY, this::run);
    }

    /** How many intents are not over. */
    public long unfinished() {
        return store.unfinished().size();
    }

    /** Looks without waiting for its time; returns at once. */
    void soon() {
        ticker.soon();
    }

    /**
     * Does something while nothing is submitted.
     *
     * @throws RequestFailure {@code log-unavailable} where another one is on its way for longer than the call may take
     */
    <T extends @Nullable Object> T exclusively(Supplier<T> work) {
        try {
            if (!turn.tryLock(Deadline.budget(MOST_WAIT).toNanos(), TimeUnit.NANOSECONDS)) {
                throw RequestFailure.later(ErrorCode.LOG_UNAVAILABLE,
                        "A change is on its way through the log, which has not answered yet. Look again in a moment.",
                        LOOK_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestFailure(ErrorCode.DEADLINE_EXCEEDED, "The node is stopping.", e);
        }
        try {
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    /** Somebody's click on an intent, which may go for as long as this is open, although it destroys. */
    final class Click implements AutoCloseable {

        private final String id;

        private Click(String id) {
            this.id = id;
        }

        /**
         * Submits what is due.
         *
         * @return the intent as it is then; one that destroys and was not decided is held again
         */
        @Nullable
        KeptIntent submit() {
            String _ = exclusively(() -> {
                submitDue();
                return id;
            });
            close();
            return IntentReplay.this.<@Nullable KeptIntent>exclusively(() -> {
                KeptIntent kept = store.find(id);
                return kept != null && mustNotGo(kept) ? settledOrHeld(kept) : kept;
            });
        }

        @Override
        public void close() {
            clicked.remove(id);
        }
    }

    /** Lets an intent go. */
    Click click(String id) {
        clicked.add(id);
        return new Click(id);
    }

    /**
     * Takes note of what the log has decided of an intent behind our back; for use within {@link #exclusively}.
     *
     * @return as it is then; absent where nothing was decided
     */
    @Nullable
    KeptIntent settled(KeptIntent kept) {
        Decision decision = changes.decided(kept.commandId());
        if (decision == null) {
            return null;
        }
        KeptIntent decided = decided(kept, decision);
        settle(decided);
        return decided;
    }

    private void run() {
        turn.lock();
        try {
            submitDue();
        } finally {
            turn.unlock();
        }
    }

    /** Submits what is due, until all of it is decided or the log goes away. */
    private void submitDue() {
        try {
            List<KeptIntent> unfinished = store.unfinished();
            for (KeptIntent kept : unfinished) {
                if (!submitted(kept)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ticker.close();
    }

    /** Whether the next one may be tried. */
    private boolean submitted(KeptIntent kept) throws InterruptedException {
        if (mustNotGo(kept)) {
            KeptIntent _ = settledOrHeld(kept);
            return true;
        }
        return switch (kept.intent().state()) {
            case WAITING -> expired(kept) || sent(kept);
            case SENDING -> sent(kept);
            case HELD -> {
                // One that has left before may have arrived since.
                boolean _ = (kept.intent().detail() != null && settled(kept) != null) || expired(kept);
                yield true;
            }
            case CONFLICT, REFUSED, EXPIRED, DONE, DROPPED -> true;
        };
    }

    /** Whether it destroys and was let go by a click that nobody waits for any more. */
    private boolean mustNotGo(KeptIntent kept) {
        IntentState state = kept.intent().state();
        return (state == IntentState.WAITING || state == IntentState.SENDING) && kept.intent().kind().destructive()
                && !clicked.contains(kept.intent().id());
    }

    /** What the log has decided of it, or else held: nobody waits for it any more. Its command keeps its id. */
    private KeptIntent settledOrHeld(KeptIntent kept) {
        KeptIntent settled = settled(kept);
        if (settled != null) {
            return settled;
        }
        KeptIntent held = kept.as(IntentState.HELD, NOT_CONFIRMED);
        store.put(held, null);
        return held;
    }

    private boolean expired(KeptIntent kept) {
        if (kept.intent().expiresAt().isAfter(clock.instant())) {
            return false;
        }
        settle(kept.as(IntentState.EXPIRED, "Its time was over before the log was back; submit it if it is still"
                + " meant."));
        return true;
    }

    private boolean sent(KeptIntent kept) throws InterruptedException {
        long patienceMillis = patience().toMillis();
        if (!logAnswers.getAsBoolean() || patienceMillis <= 0) {
            return false;
        }
        KeptIntent sending = kept.as(IntentState.SENDING, null);
        store.put(sending, null);
        try {
            Applied applied = changes.askLater(kept.commandId(), kept.change(), kept.actor(), kept.intent().version(),
                    kept.intention()).get(patienceMillis, TimeUnit.MILLISECONDS);
            KeptIntent decided = decided(sending, applied.decision());
            settle(decided.with(decided.intent().at(applied.repeat() ? null : applied.position())));
            return true;
        } catch (TimeoutException e) {
            LOG.debug("The intent {} is on its way; it is asked for again under the same id.", kept.intent().id(), e);
            return false;
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case RecordTooLargeException _ -> {
                    settle(sending.as(IntentState.REFUSED,
                            "The log takes no change of this size; ask for less, or in parts."));
                    yield true;
                }
                case LogUnavailableException _ -> {
                    LOG.debug("The log went away while the intent {} was submitted.", kept.intent().id(), e);
                    yield false;
                }
                case null, default -> throw new IllegalStateException(
                        "A command ends with a decision or without the log", e);
            };
        }
    }

    /** How long the log is waited for: a call waits for as long as it may itself. */
    private static Duration patience() {
        if (!Deadline.CURRENT.isBound()) {
            return PATIENCE;
        }
        Duration left = Deadline.CURRENT.get().remaining().minus(LEFT_FOR_THE_ANSWER);
        return left.compareTo(PATIENCE) < 0 ? left : PATIENCE;
    }

    private static KeptIntent decided(KeptIntent kept, Decision decision) {
        return switch (decision) {
            case Decision.Accepted _ -> kept.as(IntentState.DONE, null);
            case Decision.Refused refused -> {
                JsonNode theirs = refused.before();
                if (refused.code() == ErrorCode.STALE_VERSION && theirs != null) {
                    yield alreadySo(kept.intent(), theirs)
                            ? kept.as(IntentState.DONE, "It was so already.")
                            : kept.with(kept.intent().against(theirs)).as(IntentState.CONFLICT, refused.detail());
                }
                yield kept.as(refused.code() == ErrorCode.STALE_VERSION ? IntentState.CONFLICT : IntentState.REFUSED,
                        refused.detail());
            }
        };
    }

    /** Whether all that was wished for is there without it. */
    private static boolean alreadySo(Intent intent, JsonNode theirs) {
        JsonNode body = intent.body();
        if (!intent.kind().edits() || body == null) {
            return false;
        }
        return body.properties().stream().filter(field -> !NOT_WISHED.contains(field.getKey()))
                .allMatch(field -> same(field.getValue(), theirs.path(field.getKey())));
    }

    /** Texts that are absent and those that are empty are the same. */
    private static boolean same(JsonNode wished, JsonNode there) {
        return wished.equals(there) || (isNothing(wished) && isNothing(there));
    }

    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode() || value.isNull() || (value.isTextual() && value.asText().isEmpty());
    }

    private void settle(KeptIntent kept) {
        store.put(kept, kept.intent().state().isOver() ? clock.instant() : null);
        journal.note(IntentService.draft(kept.intent(), Action.INTENT_END, kept.actor(), clock.instant()));
    }
}
