package dev.gatehouse.server.live;

import dev.gatehouse.model.api.LiveExchange.View;
import dev.gatehouse.server.schedule.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that is looked at once a second; the last looks, newest last. Query and sort are not understood. */
public final class SampledView<T> implements LiveView, AutoCloseable {

    private final View view;
    private final Supplier<T> source;
    private final int kept;
    private final Deque<T> samples;
    private final Ticker ticker;
    private long version;

    /**
     * Begins to look.
     *
     * @param kept how many looks are shown at most
     */
    public SampledView(View view, Supplier<T> source, int kept) {
        this.view = view;
        this.source = source;
        this.kept = kept;
        samples = new ArrayDeque<>(kept);
        ticker = new Ticker("live-" + view.name().toLowerCase(Locale.ROOT), Duration.ofSeconds(1),
                this::look);
    }

    @Override
    public View view() {
        return view;
    }

    @Override
    public synchronized long version() {
        return version;
    }

    @Override
    public synchronized Rows rows(@Nullable String query, @Nullable String sort, int offset, int limit) {
        List<T> shown = samples.stream().skip(Math.max(0, samples.size() - (long) offset - limit)).limit(limit)
                .toList();
        return new Rows(samples.size(), shown);
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
        T sample = source.get();
        synchronized (this) {
            if (samples.size() == kept) {
                samples.removeFirst();
            }
            samples.addLast(sample);
            version++;
        }
    }
}
