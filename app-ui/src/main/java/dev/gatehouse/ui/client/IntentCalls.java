package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.ulid.UlidCreator;
import dev.gatehouse.model.api.IntentsExchange;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.intent.IntentKind;
import dev.gatehouse.model.intent.IntentState;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.user.User;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

    private final ConsoleClient client;
    private final Clock clock;
    private final AtomicBoolean handing = new AtomicBoolean();

    IntentCalls(ConsoleClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
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
            return CompletableFuture.supplyAsync(() -> keptHere(intent));
        }
        return handIn(intent).exceptionallyCompose(failure -> Transport.unwrap(failure) instanceof Unreachable
                ? CompletableFuture.supplyAsync(() -> keptHere(intent))
                : CompletableFuture.failedFuture(failure));
    }

    private Intent keptHere(Intent intent) {
        if (intent.kind() == IntentKind.USER_CREATE) {
            throw new UncheckedIOException(new java.io.IOException("A password is never kept in a console."));
        }
        ConsoleCache cache = client.cache();
        Intent kept = cache.intents().stream()
                .filter(earlier -> intent.kind().edits() && earlier.kind() == intent.kind()
                        && earlier.state() == IntentState.WAITING
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
                .handle((listing, failure) -> new Waiting(client.cache().intents(),
                        listing == null ? List.of() : listing.items()));
    }

    /** How many changes lie in this console. */
    public int here() {
        return client.cache().intents().size();
    }

    /** Asks for something else; {@code intent} waits anew. */
    public CompletableFuture<Intent> revise(Intent intent, @Nullable Long version, JsonNode body,
            @Nullable JsonNode base) {
        if (isHere(intent)) {
            Intent revised = intent.revised(version, body, base, clock.instant().plus(LIFE))
                    .as(intent.kind().destructive() ? IntentState.HELD : IntentState.WAITING, null);
            client.cache().put(revised);
            return CompletableFuture.completedFuture(revised);
        }
        return client.call(new Transport.Call("PUT", IntentsExchange.path(intent.id()),
                new IntentsExchange.ReviseRequest(version, body, base), null), KEPT)
                .thenApply(IntentsExchange.Kept::intent);
    }

    /** Submits one now; one that lies here is handed in first. */
    public CompletableFuture<Intent> submit(Intent intent) {
        CompletableFuture<Intent> atNode = isHere(intent)
                ? handIn(intent).thenApply(handed -> {
                    client.cache().remove(intent.id());
                    return handed;
                })
                : CompletableFuture.completedFuture(intent);
        return atNode.thenCompose(handed -> handed.state() == IntentState.DONE
                ? CompletableFuture.completedFuture(handed)
                : client.call(Transport.Call.post(IntentsExchange.path(handed.id()) + "/submit", null), KEPT)
                        .thenApply(IntentsExchange.Kept::intent));
    }

    /** Takes one back. */
    public CompletableFuture<Intent> drop(Intent intent) {
        if (isHere(intent)) {
            client.cache().remove(intent.id());
            return CompletableFuture.completedFuture(intent.as(IntentState.DROPPED, null));
        }
        return client.call(new Transport.Call("DELETE", IntentsExchange.path(intent.id()), null, null), KEPT)
                .thenApply(IntentsExchange.Kept::intent);
    }

    /**
     * Hands in what lies here, one after another; what is refused stays, with the reason.
     *
     * @return how many the node has taken
     */
    public CompletableFuture<Integer> handIn() {
        if (!handing.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(0);
        }
        List<Intent> due = new ArrayList<>(client.cache().intents());
        due.removeIf(intent -> intent.state() != IntentState.WAITING && intent.state() != IntentState.HELD);
        return handIn(due, 0).whenComplete((taken, failure) -> handing.set(false));
    }

    private CompletableFuture<Integer> handIn(List<Intent> due, int taken) {
        if (due.isEmpty()) {
            return CompletableFuture.completedFuture(taken);
        }
        Intent next = due.getFirst();
        List<Intent> rest = due.subList(1, due.size());
        return handIn(next).<CompletionStage<Integer>>handle((kept, failure) -> {
            Throwable cause = failure == null ? null : Transport.unwrap(failure);
            if (cause == null) {
                client.cache().remove(next.id());
                return handIn(rest, taken + 1);
            }
            if (cause instanceof ServerProblem problem && problem.problem().status() < 500) {
                client.cache().put(next.as(IntentState.REFUSED, problem.problem().detail()));
                return handIn(rest, taken);
            }
            return CompletableFuture.completedFuture(taken);
        }).thenCompose(further -> further);
    }

    private CompletableFuture<Intent> handIn(Intent intent) {
        return client.call(Transport.Call.post(IntentsExchange.PATH,
                new IntentsExchange.KeepRequest(intent.id(), intent.kind(), intent.target(), intent.version(),
                        intent.body(), intent.base(), intent.madeAt(), intent.expiresAt())),
                KEPT).thenApply(IntentsExchange.Kept::intent);
    }

    private boolean isHere(Intent intent) {
        return client.cache().intents().stream().anyMatch(kept -> kept.id().equals(intent.id()));
    }

    private static @Nullable JsonNode tree(@Nullable Object value) {
        return value == null ? null : Json.LENIENT.valueToTree(value);
    }
}
