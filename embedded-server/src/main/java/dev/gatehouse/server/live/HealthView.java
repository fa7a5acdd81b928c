package dev.gatehouse.server.live;

import dev.gatehouse.model.api.LiveExchange.View;
import dev.gatehouse.model.health.Health;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The node's health as one row, taken once a second. */
public final class HealthView implements LiveView, AutoCloseable {

    private final Supplier<Health> source;
    private final Ticker ticker;
    private @Nullable Health health;
    private long version;

    /** Begins to look. */
    public HealthView(Supplier<Health> source) {
        this.source = source;
        ticker = new Ticker("health", Duration.ofSeconds(1), this::look);
    }

    @Override
    public View view() {
        return View.HEALTH;
    }

    @Override
    public synchronized long version() {
        return version;
    }

    @Override
    public synchronized Rows rows(@Nullable String query, @Nullable String sort, int offset, int limit) {
        Health now = health;
        return now == null ? new Rows(0, List.of()) : new Rows(1, offset == 0 ? List.of(now) : List.of());
    }

    @Override
    public long ageMillis() {
        return 0;
    }

    @Override
    public void close() {
        ticker.close();
    }

    private void look() {
        Health now = source.get();
        synchronized (this) {
            health = now;
            version++;
        }
    }
}
