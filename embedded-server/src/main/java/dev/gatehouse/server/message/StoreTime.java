package dev.gatehouse.server.message;

import dev.gatehouse.server.message.MessageId.Kind;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The store's time as this node knows it, and ids that bear it: what the store said last, and what has passed since by a
 * clock that does not jump. Until the store has said anything it is this node's own time.
 */
final class StoreTime {

    private final Clock clock;
    private final String scope;
    private final AtomicReference<Position> last = new AtomicReference<>(Position.START);
    private volatile @Nullable Heard heard;

    private record Heard(long millis, long nanos) {}

    StoreTime(Clock clock) {
        this.clock = clock;
        byte[] bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        scope = HexFormat.of().formatHex(bytes);
    }

    /** The store said that it is {@code millis}. */
    void heard(long millis) {
        heard = new Heard(millis, System.nanoTime());
    }

    /** The store's time in milliseconds since 1970; rather too early than too late. */
    long now() {
        Heard there = heard;
        return there == null ? clock.millis() : there.millis + (System.nanoTime() - there.nanos) / 1_000_000;
    }

    /** An id that no other message has. */
    String nextId(Kind kind) {
        long now = now();
        return MessageId.of(kind, last.updateAndGet(before -> before.next(now)), scope);
    }
}
