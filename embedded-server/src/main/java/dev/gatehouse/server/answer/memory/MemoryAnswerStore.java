package dev.gatehouse.server.answer.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.gatehouse.model.route.RoutePolicies.ChangeKind;
import dev.gatehouse.server.answer.AnswerStore;
import dev.gatehouse.server.answer.KeptAnswer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers in this process, {@link #MOST_BYTES} of them at most; those that are asked for least go first. */
public final class MemoryAnswerStore implements AnswerStore {

    /** Of bodies and headers, together. */
    public static final long MOST_BYTES = 64L << 20;

    private static final int ENTRY_BYTES = 1024;

    private final Clock clock;
    private final Cache<String, Held> answers;
    private final Map<ChangeKind, Long> changes = new ConcurrentHashMap<>();

    private record Held(KeptAnswer kept, long atMillis) {}

    public MemoryAnswerStore(Clock clock) {
        this.clock = clock;
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.answers = Caffeine.newBuilder().ticker(ticker).maximumWeight(MOST_BYTES)
                .weigher((String key, Held held) -> ENTRY_BYTES + held.kept.headerBytes()
                        + held.kept.body().remaining())
                .expireAfter(Expiry.creating(
                        (String key, Held held) -> Duration.ofMillis(held.kept.lifetimeMillis())))
                .build();
    }

    @Override
    public @Nullable Found find(String key) {
        Held held = answers.getIfPresent(key);
        if (held == null) {
            return null;
        }
        long left = held.atMillis + held.kept.lifetimeMillis() - clock.millis();
        return left <= 0 || left > held.kept.lifetimeMillis() ? null : new Found(held.kept, left);
    }

    @Override
    public void put(String key, KeptAnswer kept) {
        answers.invalidate(key); // a lifetime is taken at creation only
        answers.put(key, new Held(kept, clock.millis()));
    }

    @Override
    public void remove(List<String> keys) {
        answers.invalidateAll(keys);
    }

    @Override
    public long lastChange(ChangeKind kind) {
        return changes.getOrDefault(kind, 0L);
    }

    @Override
    public void changed(ChangeKind kind, long offset) {
        changes.merge(kind, offset, Math::max);
    }
}
