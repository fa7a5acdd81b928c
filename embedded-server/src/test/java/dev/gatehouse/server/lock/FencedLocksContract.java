package dev.gatehouse.server.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.server.lock.FencedLocks.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link FencedLocks} does. */
public abstract class FencedLocksContract {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final String name = "test/" + UUID.randomUUID();

    protected abstract FencedLocks locks();

    private Lease taken(Duration time) {
        return Objects.requireNonNull(locks().take(name, time));
    }

    @Test
    void ofManyOneHasTheLock() throws Exception {
        CountDownLatch together = new CountDownLatch(8);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<@Nullable Lease>> takers = IntStream.range(0, 8)
                    .mapToObj(i -> threads.<@Nullable Lease>submit(() -> {
                        together.countDown();
                        together.await();
                        return locks().take(name, LONG);
                    })).toList();
            int held = 0;
            for (Future<@Nullable Lease> taker : takers) {
                held += taker.get() == null ? 0 : 1;
            }
            assertThat(held).isEqualTo(1);
        }
    }

    @Test
    void lockThatIsGivenBackOrNotRenewedIsTakenWithAGreaterToken() {
        Lease first = taken(LONG);
        assertThat(locks().take(name, LONG)).isNull();
        assertThat(first.renew()).isTrue();
        first.release();

        Lease second = taken(SHORT);
        assertThat(second.token()).isGreaterThan(first.token());
        await().until(() -> locks().take(name, LONG) != null);
    }

    @Test
    void whoeverLostTheLockCanNeitherRenewItNorTakeItFromTheNext() {
        Lease late = taken(SHORT);
        Lease[] next = new Lease[1];
        await().until(() -> {
            Lease taken = locks().take(name, LONG);
            if (taken != null) {
                next[0] = taken;
            }
            return taken != null;
        });

        assertThat(late.renew()).isFalse();
        late.release();

        assertThat(next[0].renew()).isTrue();
        assertThat(next[0].token()).isGreaterThan(late.token());
    }
}
