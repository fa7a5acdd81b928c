package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.outage.Reason;
import dev.gatehouse.model.user.User;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This console's own copy of one server: answers as they came, kept under their paths, and changes that no node has. SQL,
 * sealing and JSON happen on virtual threads, never on the caller's, as that may be JavaFX's.
 */
final class OfflineCopy {

    private static final TypeReference<User> USER = new TypeReference<>() {};
    /** Under this key the cache has who signed in. */
    private static final String OPERATOR = "operator";

    private final URI server;
    private final CacheFolder folder;
    private final Conditions conditions;
    private final Clock clock;
    private final Executor worker = task -> Thread.ofVirtual().name("console-cache").start(task);
    private volatile ConsoleCache cache = ConsoleCache.NONE;
    private volatile String username = "";

    /** What stays of it when it is left. */
    enum Rest {
        ALL,
        /** Changes that no node has; what was shown is deleted. */
        CHANGES,
        NOTHING
    }

    OfflineCopy(URI server, CacheFolder folder, Conditions conditions, Clock clock) {
        this.server = server;
        this.folder = folder;
        this.conditions = conditions;
        this.clock = clock;
    }

    ConsoleCache cache() {
        return cache;
    }

    /** Where the disk may be waited for. */
    Executor worker() {
        return worker;
    }

    /** Looks into {@code contents} from now on. */
    void show(ConsoleCache contents) {
        cache = contents;
    }

    /** Begins to keep, for {@code who} has signed in. */
    void begin(User who, String name, String password) {
        username = name;
        if (cache.equals(ConsoleCache.NONE)) {
            cache = folder.begin(server, name, password);
        }
        cache.keep(OPERATOR, written(who), clock.instant());
    }

    /** Opens what was kept; gives who signed in then, and nothing where that is not known or the password is another. */
    @Nullable
    User unlock(String name, String password) {
        ConsoleCache kept = folder.unlock(server, name, password);
        if (kept == null) {
            return null;
        }
        ConsoleCache.Kept who = kept.find(OPERATOR);
        if (who == null) {
            kept.close();
            return null;
        }
        username = name;
        cache = kept;
        return Transport.read(who.value().getBytes(StandardCharsets.UTF_8), USER);
    }

    private static String written(User user) {
        try {
            return Json.LENIENT.writeValueAsString(user);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("a user that cannot be written", impossible);
        }
    }

    /** How many changes an earlier password has sealed. */
    CompletableFuture<Integer> sealed() {
        return later(() -> username.isEmpty() ? 0 : folder.sealed(server, username));
    }

    /** Takes in what an earlier password has sealed; how many changes. */
    CompletableFuture<Integer> unseal(String earlier) {
        return later(() -> username.isEmpty() ? 0 : folder.unseal(server, username, earlier, cache));
    }

    /** The outcome of {@code work}, which may wait for the disk. */
    <T> CompletableFuture<T> later(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, worker);
    }

    /** Reads and keeps the answer that came from {@code path}; where none came, it is the one that was kept. */
    <T> CompletableFuture<T> answer(String path, CompletableFuture<byte[]> asked, TypeReference<T> type) {
        return asked.thenApplyAsync(body -> {
            T read = Transport.read(body, type);
            Instant now = clock.instant();
            conditions.seen(Source.of(path), new Conditions.Seen(now, false));
            cache.keep(path, new String(body, StandardCharsets.UTF_8), now);
            return read;
        }, worker).exceptionallyCompose(failure -> Transport.unwrap(failure) instanceof Unreachable away
                ? later(() -> kept(path, type, away))
                : CompletableFuture.failedFuture(Transport.unwrap(failure)));
    }

    /** The answer that was kept of {@code path}. */
    <T> CompletableFuture<T> kept(String path, TypeReference<T> type) {
        return later(() -> kept(path, type, new Blocked(Reason.NEEDS_SERVER)));
    }

    private <T> T kept(String path, TypeReference<T> type, RuntimeException otherwise) {
        ConsoleCache.Kept kept = cache.find(path);
        if (kept == null) {
            throw otherwise;
        }
        conditions.seen(Source.of(path), new Conditions.Seen(kept.at(), true));
        return Transport.read(kept.value().getBytes(StandardCharsets.UTF_8), type);
    }

    /** Keeps no more from now on. */
    CompletableFuture<Void> leave(Rest rest) {
        return CompletableFuture.runAsync(() -> {
            switch (rest) {
                case ALL -> {
                }
                case CHANGES -> cache.wipeAnswers();
                case NOTHING -> cache.wipe();
            }
            cache.close();
        }, worker);
    }
}
