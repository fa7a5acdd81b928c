package dev.gatehouse.server.intent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.intent.IntentState;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.ChangeLog;
import dev.gatehouse.server.log.Decision;
import dev.gatehouse.server.log.LogUnavailableException;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits what waits, one after another in the order of its making, as soon as the log answers. An intent is marked
 * before it leaves, so that after a crash the same command, under the same id, is asked for again and applied once.
 */
public final class IntentReplay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IntentReplay.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Fields that are not the author's to give, so that they make no conflict. */
    private static final Set<String> NOT_WISHED = Set.of("password");

    private final IntentStore store;
    private final ChangeLog changes;
    private final BooleanSupplier logAnswers;
    private final AuditJournal journal;
    private final Clock clock;
    private final ReentrantLock turn = new ReentrantLock();
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

    /** Does something while nothing is submitted. */
    <T> T exclusively(Supplier<T> work) {
        turn.lock();
        try {
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    /** Submits what is due; returns when that is decided, or the log went away. */
    void run() {
        turn.lock();
        try {
            List<KeptIntent> unfinished = store.unfinished();
            for (KeptIntent kept : unfinished) {
                if (!submitted(kept)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void close() {
        ticker.close();
    }

    /** Whether the next one may be tried. */
    private boolean submitted(KeptIntent kept) throws InterruptedException {
        IntentState state = kept.intent().state();
        return switch (state) {
            case WAITING -> expired(kept) || sent(kept);
            case SENDING -> sent(kept);
            case HELD -> {
                boolean _ = expired(kept);
                yield true;
            }
            case CONFLICT, REFUSED, EXPIRED, DONE, DROPPED -> true;
        };
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
        if (!logAnswers.getAsBoolean()) {
            return false;
        }
        KeptIntent sending = kept.as(IntentState.SENDING, null);
        store.put(sending, null);
        try {
            Applied applied = changes.askLater(kept.commandId(), kept.change(), kept.actor(), kept.intent().version(),
                    kept.intention()).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            KeptIntent decided = decided(sending, applied.decision());
            settle(decided.with(decided.intent().at(applied.repeat() ? null : applied.position())));
            return true;
        } catch (TimeoutException e) {
            LOG.debug("The intent {} is on its way; it is asked for again under the same id.", kept.intent().id(), e);
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LogUnavailableException) {
                LOG.debug("The log went away while the intent {} was submitted.", kept.intent().id(), e);
                return false;
            }
            throw new IllegalStateException("A command ends with a decision or without the log", e);
        }
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
