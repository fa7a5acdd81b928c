package dev.gatehouse.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.server.http.AccessObserver.Ended;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AccessLogTest {

    private static final Ended REQUEST = new Ended("GET", "/x", 200, 1_500_000, 7, null, "192.0.2.7", null, false,
            null);

    @Test
    void requestNeverWaitsForASinkThatDoesAndWhatIsTooMuchIsCounted() {
        CountDownLatch stuck = new CountDownLatch(1);
        List<String> sent = new CopyOnWriteArrayList<>();
        try (AccessLog log = new AccessLog((endpoint, status, nanos) -> {}, (key, value, lost) -> {
            awaiting(stuck);
            sent.add(value);
        }, "n1", Clock.systemUTC(), 5)) {
            for (int i = 0; i < 20; i++) {
                log.ended(REQUEST);
            }
            assertThat(log.dropped()).isBetween(14L, 15L);
            stuck.countDown();
            await().atMost(Duration.ofSeconds(30)).until(() -> log.dropped() + sent.size() == 20);
            assertThat(sent.getFirst()).contains("\"path\":\"/x\"", "\"millis\":1.5", "\"bytes\":7", "\"node\":\"n1\"");
        }
    }

    @Test
    void whatTheSinkLosesIsCounted() {
        try (AccessLog log = new AccessLog((endpoint, status, nanos) -> {}, (key, value, lost) -> lost.run(), "n1",
                Clock.systemUTC(), 5)) {
            log.ended(REQUEST);
            await().atMost(Duration.ofSeconds(30)).until(() -> log.dropped() == 1);
        }
    }

    @Test
    void whatWaitsIsSentBeforeTheEnd() {
        List<String> sent = new CopyOnWriteArrayList<>();
        AccessLog log = new AccessLog((endpoint, status, nanos) -> {}, (key, value, lost) -> sent.add(value), "n1",
                Clock.systemUTC(), 100);
        for (int i = 0; i < 50; i++) {
            log.ended(REQUEST);
        }
        log.close();
        assertThat(sent).hasSize(50);
        log.ended(REQUEST);
        assertThat(log.dropped()).isOne();
    }

    private static void awaiting(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
