package dev.gatehouse.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.model.user.User;
import dev.gatehouse.server.log.Account;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.ChangeListener;
import dev.gatehouse.server.log.Decision;
import dev.gatehouse.server.log.Effect;
import dev.gatehouse.server.log.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps look-ups of users that are not there away from the store: a Bloom filter knows who may be, a short memory knows
 * who was asked for in vain, and many who ask for one user at a time share one answer. The filter is filled from the
 * store when it is first needed, hears of every new user, and is made anew with twice the room when it is full.
 */
public final class GuardedAccounts implements Accounts, ChangeListener {

    private static final Duration REMEMBERED = Duration.ofSeconds(2);
    private static final long MOST_REMEMBERED = 100_000;
    private static final long LEAST_CAPACITY = 10_000;

    private final Accounts store;
    private final Cache<String, Optional<Account>> byId = remembered();
    private final Cache<String, Boolean> absentNames = remembered();
    private final Object filling = new Object();
    private volatile @Nullable BloomFilter known;
    /** The filter that is being filled, which must not miss who is new meanwhile. */
    private volatile @Nullable BloomFilter next;

    public GuardedAccounts(Accounts store) {
        this.store = store;
    }

    /** A key that is being loaded lets nobody else load or forget it, so that an answer is never older than a change. */
    private static <V> Cache<String, V> remembered() {
        return Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).expireAfterWrite(REMEMBERED).build();
    }

    @Override
    public @Nullable Account byId(String id) {
        return filter().mayContain(id)
                ? byId.get(id, absent -> Optional.ofNullable(store.byId(absent))).orElse(null)
                : null;
    }

    @Override
    public @Nullable Account byUsername(String username) {
        String name = username.toLowerCase(Locale.ROOT);
        if (!filter().mayContain(name)) {
            return null;
        }
        AtomicReference<@Nullable Account> found = new AtomicReference<>();
        var _ = absentNames.asMap().computeIfAbsent(name, absent -> {
            Account account = store.byUsername(absent);
            found.set(account);
            return account == null ? Boolean.TRUE : null;
        });
        return found.get();
    }

    private BloomFilter filter() {
        BloomFilter filter = known;
        if (filter != null && !filter.isFull()) {
            return filter;
        }
        synchronized (filling) {
            filter = known;
            if (filter == null || filter.isFull()) {
                filter = filled(filter == null ? LEAST_CAPACITY : 2 * filter.size());
                known = filter;
                next = null;
            }
            return filter;
        }
    }

    private BloomFilter filled(long capacity) {
        BloomFilter filter = new BloomFilter(capacity);
        next = filter;
        store.each((id, name) -> {
            filter.add(id);
            filter.add(name);
        });
        return filter.isFull() ? filled(2 * filter.size()) : filter;
    }

    /** Forgets what was known of the user; the effect is in the store by now. */
    @Override
    public void applied(Applied applied) {
        if (applied.decision() instanceof Decision.Accepted accepted) {
            for (Effect effect : accepted.effects()) {
                if (effect instanceof Effect.PutAccount put) {
                    User user = put.account().user();
                    String name = user.username().toLowerCase(Locale.ROOT);
                    learn(next, user.id(), name);
                    learn(known, user.id(), name);
                    absentNames.invalidate(name);
                }
            }
        }
        byId.invalidate(applied.command().change().id());
    }

    private static void learn(@Nullable BloomFilter filter, String id, String name) {
        if (filter != null) {
            filter.add(id);
            filter.add(name);
        }
    }

    @Override
    public void each(BiConsumer<String, String> user) {
        store.each(user);
    }

    @Override
    public boolean hasAdmin() {
        return store.hasAdmin();
    }

    @Override
    public @Nullable SigningKey key(String id) {
        return store.key(id);
    }

    @Override
    public List<SigningKey> keys() {
        return store.keys();
    }

    @Override
    public void loggedIn(String id, Instant at) {
        store.loggedIn(id, at);
        byId.invalidate(id);
    }
}
