package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.ulid.UlidCreator;
import dev.gatehouse.model.api.IntentsExchange;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.intent.IntentKind;
import dev.gatehouse.model.intent.IntentState;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.outage.Reason;
import dev.gatehouse.model.user.User;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * {@link IntentsExchange}, and changes that no node has yet: while the server is away they lie in the console's own file,
 * and are handed in, in their order, when it is back. A node takes each once, however often it is handed in.
 */
public final class IntentCalls {

    private static final Duration LIFE = Duration.ofHours(24);
    private static final TypeReference<IntentsExchange.Listing> LISTING = new TypeReference<>() {};
    private static final TypeReference<IntentsExchange.Kept> KEPT = new TypeReference<>() {};

    /** Refusals that do not mean the change: who asks is not known just now, or asks too late or too often. */
    private static final Set<Integer> PASSING = Set.of(401, 408, 429);

    private final ConsoleClient client;
    private final Clock clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    /** What is being handed in, and does not change meanwhile. */
    private final Set<String> inHand = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile CompletableFuture<Handed> handing = CompletableFuture.completedFuture(Handed.NOTHING);

    IntentCalls(ConsoleClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Calls {@code listener} after each change that was kept in this console, on any thread. */
    public void onKeptHere(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * What became of changes that were handed in; others are tried again later.
     *
     * @param taken   how many the node has now
     * @param refused how many it does not take; they stay here, with the reason
     */
    public record Handed(int taken, int refused) {

        static final Handed NOTHING = new Handed(0, 0);
    }

    /**
     * What is asked for.
     *
     * @param target  absent for what is to be made
     * @param title   what people call it
     * @param version the version that it is made upon, where that matters
     * @param body    the request of its kind; absent where that has none
     * @param base    the resource as it is shown; absent for what is to be made
     */
    public record Wish(IntentKind kind, @Nullable String target, String title, @Nullable Long version,
            @Nullable Object body, @Nullable Object base) {}

    /**
     * All changes that wait.
     *
     * @param here   in this console, known to no node yet
     * @param atNode kept by the node
     */
    public record Waiting(List<Intent> here, List<Intent> atNode) {

        public Waiting {
            here = List.copyOf(here);
            atNode = List.copyOf(atNode);
        }
    }

    /** Keeps a change: at the node where it answers, else here. */
    public CompletableFuture<Intent> keep(Wish wish) {
        Instant now = clock.instant();
        User who = client.operator();
        Intent intent = new Intent(UlidCreator.getMonotonicUlid().toString(), wish.kind(), wish.target(), wish.title(),
                wish.version(), tree(wish.body()), tree(wish.base()), who == null ? "" : who.username(), now,
                now.plus(LIFE), wish.kind().destructive() ? IntentState.HELD : IntentState.WAITING, null, null, null);
        if (!client.conditions().server()) {
            return keptHere(intent);
        }
        return handIn(intent).exceptionallyCompose(failure -> Transport.unwrap(failure) instanceof Unreachable
                ? keptHere(intent)
                : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<Intent> keptHere(Intent intent) {
        if (intent.kind() == IntentKind.USER_CREATE) {
            return CompletableFuture.failedFuture(new Blocked(Reason.SECRET));
        }
        return client.copy().later(() -> merged(intent)).thenApply(kept -> {
            listeners.forEach(Runnable::run);
            return kept;
        });
    }

    /** Keeps {@code intent}, in one with an edit of the same resource that waits and is not on its way already. */
    private synchronized Intent merged(Intent intent) {
        ConsoleCache cache = client.cache();
        Intent kept = cache.intents().stream()
                .filter(earlier -> intent.kind().edits() && earlier.kind() == intent.kind()
                        && earlier.state() == IntentState.WAITING && !inHand.contains(earlier.id())
                        && String.valueOf(earlier.target()).equals(intent.target()))
                .findFirst()
                .map(earlier -> earlier.revised(earlier.version(), earlier.bodyWith(intent.body()), earlier.base(),
                        earlier.expiresAt()))
                .orElse(intent);
        cache.put(kept);
        return kept;
    }

    /** Everything that waits; what is known of the node's where it is away. */
    public CompletableFuture<Waiting> list() {
        return client.call(Transport.Call.get(IntentsExchange.PATH), LISTING)
                .handle((listing, failure) -> listing == null ? List.<Intent>of() : listing.items())
                .thenCompose(atNode -> client.copy().later(() -> new Waiting(client.cache().intents(), atNode)));
    }

    /** How many changes lie in this console. */
    public CompletableFuture<Integer> here() {
        return client.copy().later(() -> client.cache().intents().size() + client.cache().drafts().size());
    }

    /** How many changes lie in this console that an earlier password of the operator has sealed. */
    public CompletableFuture<Integer> sealed() {
        return client.copy().sealed();
    }

    /** Brings changes back that {@code earlier}, a former password, has sealed; how many. */
    public CompletableFuture<Integer> unseal(String earlier) {
        return client.copy().unseal(earlier).thenApply(changes -> {
            if (changes > 0) {
                listeners.forEach(Runnable::run);
            }
            return changes;
        });
    }

    /** Asks for something else; {@code intent} waits anew. */
    public CompletableFuture<Intent> revise(Intent intent, @Nullable Long version, JsonNode body,
            @Nullable JsonNode base) {
        Intent revised = intent.revised(version, body, base, clock.instant().plus(LIFE))
                .as(intent.kind().destructive() ? IntentState.HELD : IntentState.WAITING, null);
        return isHere(intent).thenCompose(here -> here
                ? client.copy().later(() -> {
                    client.cache().put(revised);
                    return revised;
                })
                : client.call(new Transport.Call("PUT", IntentsExchange.path(intent.id()),
                        new IntentsExchange.ReviseRequest(version, body, base), null), KEPT)
                        .thenApply(IntentsExchange.Kept::intent));
    }

    /** Submits one now; one that lies here is handed in first. */
    public CompletableFuture<Intent> submit(Intent intent) {
        return isHere(intent)
                .thenCompose(here -> here
                        ? handIn(intent).thenCompose(handed -> removed(intent, handed))
                        : CompletableFuture.completedFuture(intent))
                .thenCompose(handed -> handed.state() == IntentState.DONE
                        ? CompletableFuture.completedFuture(handed)
                        : client.call(Transport.Call.post(IntentsExchange.path(handed.id()) + "/submit", null), KEPT)
                                .thenApply(IntentsExchange.Kept::intent));
    }

    /** Takes one back. */
    public CompletableFuture<Intent> drop(Intent intent) {
        return isHere(intent).thenCompose(here -> here
                ? removed(intent, intent.as(IntentState.DROPPED, null))
                : client.call(new Transport.Call("DELETE", IntentsExchange.path(intent.id()), null, null), KEPT)
                        .thenApply(IntentsExchange.Kept::intent));
    }

    private CompletableFuture<Intent> removed(Intent intent, Intent now) {
        return client.copy().later(() -> {
            client.cache().remove(intent.id());
            return now;
        });
    }

    /** Hands in what lies here, one after another, unless that is being done already. */
    public CompletableFuture<Handed> handIn() {
        if (!running.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(Handed.NOTHING);
        }
        CompletableFuture<Handed> mine = client.copy().later(this::due)
                .thenCompose(due -> handIn(due, Handed.NOTHING))
                .whenComplete((handed, failure) -> {
                    inHand.clear();
                    running.set(false);
                });
        handing = mine;
        return mine;
    }

    private synchronized List<Intent> due() {
        List<Intent> due = new ArrayList<>(client.cache().intents());
        due.removeIf(intent -> intent.state() != IntentState.WAITING && intent.state() != IntentState.HELD);
        due.forEach(intent -> inHand.add(intent.id()));
        return due;
    }

    private CompletableFuture<Handed> handIn(List<Intent> due, Handed before) {
        if (due.isEmpty()) {
            return CompletableFuture.completedFuture(before);
        }
        Intent next = due.getFirst();
        List<Intent> rest = due.subList(1, due.size());
        return handIn(next).<CompletionStage<Handed>>handle((kept, failure) -> {
            Throwable cause = failure == null ? null : Transport.unwrap(failure);
            if (cause == null) {
                return removed(next, next)
                        .thenCompose(gone -> handIn(rest, new Handed(before.taken() + 1, before.refused())));
            }
            if (cause instanceof ServerProblem problem && isFinal(problem)) {
                Intent refused = next.as(IntentState.REFUSED, problem.problem().detail());
                return client.copy().later(() -> {
                    client.cache().put(refused);
                    return refused;
                }).thenCompose(told -> handIn(rest, new Handed(before.taken(), before.refused() + 1)));
            }
            return CompletableFuture.completedFuture(before);
        }).thenCompose(further -> further);
    }

    /** Whether the node will say the same however often it is asked; a proxy's page is no word of the node's. */
    private static boolean isFinal(ServerProblem problem) {
        int status = problem.problem().status();
        return status < 500 && !PASSING.contains(status) && !problem.isForeign();
    }

    private CompletableFuture<Intent> handIn(Intent intent) {
        return client.call(Transport.Call.post(IntentsExchange.PATH,
                new IntentsExchange.KeepRequest(intent.id(), intent.kind(), intent.target(), intent.version(),
                        intent.body(), intent.base(), intent.madeAt(), intent.expiresAt())),
                KEPT).thenApply(IntentsExchange.Kept::intent);
    }

    /** Whether a change lies here, once what is being handed in has found its place. */
    private CompletableFuture<Boolean> isHere(Intent intent) {
        return handing.handle((handed, failure) -> intent.id())
                .thenCompose(id -> client.copy()
                        .later(() -> client.cache().intents().stream().anyMatch(kept -> kept.id().equals(id))));
    }

    private static @Nullable JsonNode tree(@Nullable Object value) {
        return value == null ? null : Json.LENIENT.valueToTree(value);
    }
}
