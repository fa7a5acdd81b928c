package dev.gatehouse.server.schedule;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
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
}
