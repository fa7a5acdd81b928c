package dev.gatehouse.server.intent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.IntentsExchange;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.intent.IntentKind;
import dev.gatehouse.model.intent.IntentState;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.log.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps what is asked for while the log is away, and lets its authors change their minds. */
public final class IntentService {

    private static final Duration USUAL_LIFE = Duration.ofHours(24);
    private static final Duration LONGEST_LIFE = Duration.ofDays(7);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final Duration REMEMBERED = Duration.ofDays(7);
    private static final int MOST_UNFINISHED = 1_000;
    private static final int MOST_ENDED = 100;
    private static final Pattern ID = Pattern.compile("[0-9A-Z]{26}");

    private final IntentStore store;
    private final List<IntentNoun> nouns;
    private final IntentReplay replay;
    private final AuditJournal journal;
    private final Clock clock;

    /** @param replay submits what is kept */
    public IntentService(IntentStore store, Collection<? extends IntentNoun> nouns, IntentReplay replay,
            AuditJournal journal, Clock clock) {
        this.store = store;
        this.nouns = List.copyOf(nouns);
        this.replay = replay;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Those that are not over, oldest first, then those that are, newest first.
     *
     * @param hidden the paths of audit records that the caller may not see; authors see all of their own
     */
    IntentsExchange.Listing list(Principal who, List<String> hidden) {
        List<KeptIntent> all = new ArrayList<>(store.unfinished());
        all.addAll(store.ended(MOST_ENDED));
        return new IntentsExchange.Listing(all.stream()
                .map(kept -> kept.actor().id().equals(who.userId()) ? kept.intent() : masked(kept.intent(), hidden))
                .toList());
    }

    /** An intent without what its audit record would not show either; of contents all goes where any part is hidden. */
    private static Intent masked(Intent intent, List<String> hidden) {
        boolean before = hidden.stream().anyMatch(path -> path.startsWith("data.before"));
        boolean after = hidden.stream().anyMatch(path -> path.startsWith("data.after"));
        boolean resource = hidden.contains("data.resource");
        return new Intent(intent.id(), intent.kind(), resource ? null : intent.target(),
                resource ? AuditEntry.MASK : intent.title(), intent.version(), after ? null : intent.body(),
                before || after ? null : intent.base(),
                hidden.contains("data.actor.name") ? AuditEntry.MASK : intent.by(), intent.madeAt(),
                intent.expiresAt(), intent.state(), hidden.contains("data.reason") ? null : intent.detail(),
                before || after ? null : intent.theirs(), intent.receipt());
    }

    /** Keeps a change and, where it may go by itself and the log answers, submits it. */
    IntentsExchange.Kept keep(IntentsExchange.KeepRequest request, Principal who, Actor actor) {
        String id = request.id() == null ? Ids.next() : request.id();
        if (!ID.matcher(id).matches()) {
            throw RequestFailure.invalid("id", "must be 26 digits and capital letters.");
        }
        store.forget(clock.instant().minus(REMEMBERED));
        KeptIntent kept = replay.exclusively(() -> {
            KeptIntent known = store.find(id);
            if (known == null) {
                return added(id, request, who, actor);
            }
            mine(known, who);
            return known;
        });
        IntentsExchange.Kept answer = told(kept, Action.INTENT_KEEP, actor);
        replay.soon();
        return answer;
    }

    private KeptIntent added(String id, IntentsExchange.KeepRequest request, Principal who, Actor actor) {
        IntentKind kind = required("kind", request.kind());
        String target = kind.creates() ? id : required("target", request.target());
        Long version = kind.versioned() ? required("version", request.version()) : null;
        List<KeptIntent> unfinished = store.unfinished();
        KeptIntent earlier = earlier(unfinished, kind, target, actor);
        if (earlier == null && unfinished.size() >= MOST_UNFINISHED) {
            throw new RequestFailure(ErrorCode.BUSY,
                    MOST_UNFINISHED + " changes are the most that wait; submit or drop some first.");
        }
        JsonNode body = earlier == null ? request.body() : earlier.intent().bodyWith(request.body());
        IntentNoun noun = noun(kind);
        IntentNoun.Wish wish = new IntentNoun.Wish(kind, target, body);
        var change = noun.change(wish, who);
        KeptIntent kept;
        if (earlier == null) {
            Instant madeAt = madeAt(request);
            kept = new KeptIntent(new Intent(id, kind, kind.creates() ? null : target, noun.title(wish), version,
                    noun.withoutSecrets(body), base(request.base(), kind, target), who.username(), madeAt,
                    expiry(request, madeAt), kind.destructive() ? IntentState.HELD : IntentState.WAITING, null, null,
                    null), Ids.next(), actor, change);
        } else {
            Intent before = earlier.intent();
            kept = new KeptIntent(before.revised(before.version(), noun.withoutSecrets(body), before.base(),
                    before.expiresAt()), earlier.commandId(), actor, change);
        }
        store.put(kept, null);
        return kept;
    }

    /** An edit of the same thing by the same author that has not left yet; the later one goes with it. */
    private static @Nullable KeptIntent earlier(List<KeptIntent> unfinished, IntentKind kind, String target,
            Actor actor) {
        return unfinished.stream()
                .filter(kept -> kind.edits() && kept.intent().kind() == kind
                        && kept.intent().state() == IntentState.WAITING && target.equals(kept.intent().target())
                        && kept.actor().id().equals(actor.id()))
                .findFirst().orElse(null);
    }

    /** Asks for something else; it waits anew, as a command of another id. */
    IntentsExchange.Kept revise(String id, IntentsExchange.ReviseRequest request, Principal who, Actor actor) {
        KeptIntent revised = replay.exclusively(() -> {
            KeptIntent kept = openAndUndecided(id, who);
            Intent before = kept.intent();
            String target = before.target() == null ? before.id() : before.target();
            IntentNoun.Wish wish = new IntentNoun.Wish(before.kind(), target, request.body());
            IntentNoun noun = noun(before.kind());
            if (before.kind() == IntentKind.USER_CREATE) {
                throw new RequestFailure(ErrorCode.CONFLICT,
                        "A user that is to be made has a password that is not told again; drop it and make it anew.");
            }
            Long version = request.version() == null ? before.version() : request.version();
            Instant now = clock.instant();
            Intent after = before.revised(version, noun.withoutSecrets(request.body()),
                    request.base() == null ? before.base() : request.base(), now.plus(USUAL_LIFE));
            KeptIntent next = new KeptIntent(
                    after.as(after.kind().destructive() ? IntentState.HELD : IntentState.WAITING, null), Ids.next(),
                    actor, noun.change(wish, who));
            store.put(next, null);
            return next;
        });
        IntentsExchange.Kept answer = told(revised, Action.INTENT_REVISE, actor);
        replay.soon();
        return answer;
    }

    /**
     * Submits one now, whether or not it would go by itself.
     *
     * @throws RequestFailure {@code log-unavailable} where it destroys and the log did not take it: then it is held as
     *                        before, and a second click takes effect once
     */
    IntentsExchange.Kept submit(String id, Principal who, Actor actor) {
        // Whoever may not decide about it must not let it go, not even for a moment.
        KeptIntent _ = open(id, who);
        try (IntentReplay.Click click = replay.click(id)) {
            KeptIntent due = replay.exclusively(() -> due(id, who));
            Receipt receipt = told(due, Action.INTENT_SUBMIT, actor).kept();
            KeptIntent now = click.submit();
            if (now != null && now.intent().state() == IntentState.HELD) {
                throw RequestFailure.later(ErrorCode.LOG_UNAVAILABLE,
                        "The log does not answer, so this is held as before and does not go by itself. Click again when"
                                + " the log is back.",
                        RETRY_AFTER);
            }
            return new IntentsExchange.Kept(now == null ? due.intent() : now.intent(), receipt);
        }
    }

    private KeptIntent due(String id, Principal who) {
        KeptIntent kept = open(id, who);
        boolean decided = kept.intent().state() == IntentState.CONFLICT
                || kept.intent().state() == IntentState.REFUSED;
        Intent again = kept.intent().as(IntentState.WAITING, null);
        Instant now = clock.instant();
        KeptIntent due = new KeptIntent(again.revised(again.version(), again.body(), again.base(),
                again.expiresAt().isAfter(now) ? again.expiresAt() : now.plus(USUAL_LIFE)),
                decided ? Ids.next() : kept.commandId(), kept.actor(), kept.change());
        store.put(due, null);
        return due;
    }

    /** Takes one back. */
    IntentsExchange.Kept drop(String id, Principal who, Actor actor) {
        KeptIntent dropped = replay.exclusively(() -> {
            KeptIntent over = openAndUndecided(id, who).as(IntentState.DROPPED, "Dropped by " + who.username() + ".");
            store.put(over, clock.instant());
            return over;
        });
        return told(dropped, Action.INTENT_DROP, actor);
    }

    private KeptIntent open(String id, Principal who) {
        KeptIntent kept = store.find(id);
        if (kept == null) {
            throw new RequestFailure(ErrorCode.NOT_FOUND, "There is no such intent at this node.");
        }
        mine(kept, who);
        if (kept.intent().state().isOver()) {
            throw new RequestFailure(ErrorCode.CONFLICT, "This is over: " + kept.intent().state() + ".");
        }
        if (kept.intent().state() == IntentState.SENDING) {
            throw RequestFailure.later(ErrorCode.CONFLICT, "It is on its way through the log; look again in a moment.",
                    Duration.ofSeconds(2));
        }
        return kept;
    }

    /** One that may be held although its command has arrived in the log since is not to be changed any more. */
    private KeptIntent openAndUndecided(String id, Principal who) {
        KeptIntent kept = open(id, who);
        if (kept.intent().state() == IntentState.HELD && replay.settled(kept) != null) {
            throw new RequestFailure(ErrorCode.CONFLICT, "The log has decided about it meanwhile; look at it again.");
        }
        return kept;
    }

    private static void mine(KeptIntent kept, Principal who) {
        if (!kept.actor().id().equals(who.userId())) {
            throw new RequestFailure(ErrorCode.FORBIDDEN,
                    "Only " + kept.intent().by() + " decides about this change, who asked for it.");
        }
    }

    private IntentsExchange.Kept told(KeptIntent kept, Action action, Actor actor) {
        return new IntentsExchange.Kept(kept.intent(), journal.write(draft(kept.intent(), action, actor,
                clock.instant())));
    }

    /** What happened to an intent; one that came to nothing is told as refused. */
    static AuditDraft draft(Intent intent, Action action, Actor actor, Instant at) {
        Outcome outcome = switch (intent.state()) {
            case WAITING, HELD, SENDING, DONE, DROPPED -> Outcome.ACCEPTED;
            case CONFLICT, REFUSED, EXPIRED -> Outcome.REFUSED;
        };
        return AuditDraft.of(actor, action, "intent/" + intent.id(), outcome, at)
                .withChange(null, Json.LENIENT.valueToTree(intent)).withReason(intent.detail())
                .withTraceparent(Trace.current().traceparent());
    }

    private IntentNoun noun(IntentKind kind) {
        return nouns.stream().filter(noun -> noun.kinds().contains(kind)).findFirst().orElseThrow(
                () -> RequestFailure.invalid("kind", kind.code() + " is not kept by this node."));
    }

    private @Nullable JsonNode base(@Nullable JsonNode given, IntentKind kind, String target) {
        return given != null || kind.creates() ? given : noun(kind).current(target);
    }

    private Instant madeAt(IntentsExchange.KeepRequest request) {
        Instant now = clock.instant();
        Instant madeAt = request.madeAt() == null ? now : request.madeAt();
        if (madeAt.isAfter(now.plus(Duration.ofMinutes(5)))) {
            throw RequestFailure.invalid("madeAt", "lies in the future; is a clock wrong?");
        }
        return madeAt;
    }

    private static Instant expiry(IntentsExchange.KeepRequest request, Instant madeAt) {
        Instant expiry = request.expiresAt() == null ? madeAt.plus(USUAL_LIFE) : request.expiresAt();
        if (expiry.isAfter(madeAt.plus(LONGEST_LIFE))) {
            throw RequestFailure.invalid("expiresAt", "must be within " + LONGEST_LIFE.toDays() + " days of madeAt.");
        }
        return expiry;
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw RequestFailure.invalid(field, "is needed.");
        }
        return value;
    }
}
