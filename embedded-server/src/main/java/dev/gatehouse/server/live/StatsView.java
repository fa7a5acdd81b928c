package dev.gatehouse.server.live;

import dev.gatehouse.model.api.LiveExchange.View;
import dev.gatehouse.model.health.Stats;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The load of the last 300 seconds, newest last; query and sort are not understood. */
public final class StatsView implements LiveView, AutoCloseable {

    private static final int SECONDS = 300;

    private final StatsSource source;
    private final Deque<Stats> ring = new ArrayDeque<>(SECONDS);
    private final Ticker ticker;
    private long version;

    /** Begins to measure. */
    public StatsView(StatsSource source) {
        this.source = source;
        ticker = new Ticker("stats", Duration.ofSeconds(1), this::measure);
    }

    @Override
    public View view() {
        return View.STATS;
    }

    @Override
    public synchronized long version() {
        return version;
    }

    @Override
    public synchronized Rows rows(@Nullable String query, @Nullable String sort, int offset, int limit) {
        List<Stats> shown = ring.stream().skip(Math.max(0, ring.size() - (long) offset - limit)).limit(limit).toList();
        return new Rows(ring.size(), shown);
    }

    @Override
    public long ageMillis() {
        return 0;
    }

    @Override
    public void close() {
        ticker.close();
    }

    private void measure() {
        Stats stats = source.measure();
        synchronized (this) {
            if (ring.size() == SECONDS) {
                ring.removeFirst();
            }
            ring.addLast(stats);
            version++;
        }
    }
}
