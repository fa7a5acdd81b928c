package dev.gatehouse.server.answer.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.gatehouse.model.route.RoutePolicies.ChangeKind;
import dev.gatehouse.server.answer.AnswerStore;
import dev.gatehouse.server.answer.KeptAnswer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Answers in this process, {@link #MOST_BYTES} of them at most; those that are asked for least go first. */
public final class MemoryAnswerStore implements AnswerStore {

    /** Of bodies and headers, together. */
    public static final long MOST_BYTES = 64L << 20;

    private static final int ENTRY_BYTES = 1024;
    private static final int MOST_WRITES = 100_000;

    private final Clock clock;
    private final Cache<String, Held> answers;
    private final Map<ChangeKind, Long> changes = new ConcurrentHashMap<>();

    /** Marks of writes, and when they were, in milliseconds. */
    private final Cache<String, Written> writes;
    private final AtomicLong marks = new AtomicLong();
    /** The mark of all addresses whose own does not fit: it changes with each that goes. */
    private final AtomicReference<@Nullable Written> others = new AtomicReference<>();

    private record Written(String mark, long atMillis) {}

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
        this.writes = Caffeine.newBuilder().ticker(ticker).maximumSize(MOST_WRITES).expireAfterWrite(WRITES_KEPT)
                .evictionListener(this::leave).build();
    }

    private void leave(@Nullable String address, @Nullable Written written, RemovalCause cause) {
        if (cause == RemovalCause.SIZE) {
            others.set(now());
        }
    }

    private Written now() {
        return new Written(Long.toString(marks.incrementAndGet()), clock.millis());
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
    public @Nullable Write lastWrite(String address) {
        Written own = writes.getIfPresent(address);
        Written last = own == null ? others.get() : own;
        return last == null
                ? null
                : new Write(last.mark, Duration.ofMillis(Math.max(0, clock.millis() - last.atMillis)));
    }

    /** As many as fit are remembered, each for {@link #WRITES_KEPT}. */
    @Override
    public void wrote(String address, Duration kept) {
        writes.put(address, now());
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
