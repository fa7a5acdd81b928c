package dev.gatehouse.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TickerTest {

    @Test
    void errorEndsOneRunAndNotTheThread() {
        AtomicInteger runs = new AtomicInteger();
        try (Ticker ticker = new Ticker("test", Duration.ofMillis(1), () -> {
            if (runs.incrementAndGet() == 1) {
                throw new StackOverflowError("too deep");
            }
        })) {
            ticker.soon();
            await().until(() -> runs.get() > 2);
        }
    }

    @Test
    void tickerThatIsStartedTwiceRunsOnOneThread() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        AtomicInteger runs = new AtomicInteger();
        try (Ticker ticker = Ticker.unstarted("twice", Duration.ofMillis(1), () -> {
            threads.add(Thread.currentThread());
            runs.incrementAndGet();
        })) {
            assertThat(threads).isEmpty();
            ticker.start();
            ticker.start();
            await().until(() -> runs.get() > 4);
        }
        assertThat(threads).hasSize(1);
    }

    @Test
    void tickerThatIsClosedBeforeItsStartNeverBegins() {
        Ticker ticker = Ticker.unstarted("closed before its start", Duration.ofMillis(1), () -> {});
        ticker.close();
        ticker.start();

        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .doesNotContain("closed before its start");
    }
}
