package dev.gatehouse.ui.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.health.DependencyState;
import dev.gatehouse.model.health.Health;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.ui.MemoryCache;
import dev.gatehouse.ui.Rows;
import dev.gatehouse.ui.TestConsole;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveWindowTest {

    private final MemoryCache cache = new MemoryCache();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final LiveClient live = new LiveClient(TestConsole.clientOfNobody(), timer, java.time.Clock.systemUTC());
    private final LiveWindow<Health> window = new LiveWindow<>("w1", LiveExchange.View.HEALTH, Health.class,
            WindowQuery.first(1), rows -> {}, live);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private void comes(DependencyState kafka, Instant at) throws Exception {
        JsonNode row = Json.LENIENT.valueToTree(Rows.health(kafka));
        window.apply(new LiveExchange.Update("w1", 1, List.of(row), null, 0, null), at);
        window.keep(cache, at);
    }

    private String kept() {
        ConsoleCache.Kept kept = cache.find(window.key());
        return kept == null ? "" : kept.value();
    }

    @Test
    void lastStateOfABurstIsKept() throws Exception {
        comes(DependencyState.LIVE, Rows.NOON);
        await().until(() -> kept().contains("\"live\""));

        comes(DependencyState.LIVE, Rows.NOON.plusMillis(4_900));
        comes(DependencyState.DEGRADED, Rows.NOON.plusMillis(4_950));

        await().until(() -> kept().contains("\"degraded\""));
    }

    @Test
    void windowThatWasMovedIsKeptWithItsFirstState() throws Exception {
        comes(DependencyState.LIVE, Rows.NOON);
        window.move(WindowQuery.first(2));

        comes(DependencyState.DEGRADED, Rows.NOON.plusMillis(10));

        await().untilAsserted(() -> assertThat(kept()).contains("\"degraded\""));
    }
}
