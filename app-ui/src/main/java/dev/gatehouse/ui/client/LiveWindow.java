package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One window on what changes. It stays open over reconnects, until it is closed. */
public final class LiveWindow<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveWindow.class);
    private static final Duration KEEP_EVERY = Duration.ofSeconds(5);

    private final String id;
    private final LiveExchange.View view;
    private final Class<T> rowType;
    private final Consumer<WindowRows<T>> listener;
    private final LiveClient client;
    private volatile WindowQuery query;
    private final List<T> rows = new ArrayList<>();
    private long total;
    private boolean live;
    /** When it was kept last; a window that was moved is kept with its first state. */
    private volatile Instant keptAt = Instant.EPOCH;
    /** What the rows were asked for by, and when they came; another than {@link #key} until what was moved to has come. */
    private String shownKey = "";
    private Instant shownAt = Instant.EPOCH;
    private boolean planned;

    /** A window as it is kept. */
    private record Copy(long total, List<JsonNode> rows) {}

    LiveWindow(String id, LiveExchange.View view, Class<T> rowType, WindowQuery query,
            Consumer<WindowRows<T>> listener, LiveClient client) {
        this.id = id;
        this.view = view;
        this.rowType = rowType;
        this.query = query;
        this.listener = listener;
        this.client = client;
    }

    /** Looks elsewhere; the rows follow. An empty text takes a query or an order away, as absence leaves it. */
    public void move(WindowQuery target) {
        query = target;
        keptAt = Instant.EPOCH;
        client.send(new LiveExchange.Move(id, target.query() == null ? "" : target.query(),
                target.sort() == null ? "" : target.sort(),
                target.offset(), target.limit()));
        client.lookBack(this);
    }

    /** What it shows, as the cache knows it. */
    String key() {
        WindowQuery wanted = query;
        return new Query().with("q", wanted.query()).with("sort", wanted.sort()).with("offset", wanted.offset())
                .with("limit", wanted.limit()).on("live/" + view);
    }

    /** The row that stands first. */
    synchronized @Nullable Object first() {
        return rows.isEmpty() ? null : rows.getFirst();
    }

    Source source() {
        return Source.of(view);
    }

    /** Shows what was kept under {@code key}, unless something newer has come or it looks elsewhere by now. */
    synchronized boolean show(String key, ConsoleCache.Kept kept) {
        if ((live && client.state().status() == LiveState.Status.LIVE) || !key.equals(key())) {
            return false;
        }
        try {
            Copy copy = Json.LENIENT.readValue(kept.value(), Copy.class);
            rows.clear();
            for (JsonNode row : copy.rows()) {
                rows.add(Json.LENIENT.treeToValue(row, rowType));
            }
            total = copy.total();
            shownKey = key;
            shownAt = kept.at();
            listener.accept(new WindowRows<>(rows, total, 0, kept.at(), null, true, true));
            return true;
        } catch (IOException unreadable) {
            LOG.warn("what was kept of a window cannot be read", unreadable);
            return false;
        }
    }

    /** What is looked into does not take the query. */
    synchronized void refused(Problem problem, Instant at) {
        listener.accept(new WindowRows<>(rows, total, 0, at, problem, true, true));
    }

    /** Keeps what is shown: at once, but not more often than every few seconds, and then the last of what came. */
    synchronized void keep(ConsoleCache cache, Instant now) {
        if (cache.equals(ConsoleCache.NONE)) {
            return;
        }
        Duration early = Duration.between(now, keptAt.plus(KEEP_EVERY));
        if (!early.isPositive()) {
            keptAt = now;
            write(cache);
        } else if (!planned) {
            planned = true;
            client.after(early, () -> keepLast(cache));
        }
    }

    private synchronized void keepLast(ConsoleCache cache) {
        planned = false;
        keptAt = shownAt;
        write(cache);
    }

    private void write(ConsoleCache cache) {
        try {
            List<JsonNode> copies = new ArrayList<>(rows.size());
            rows.forEach(row -> copies.add(Json.LENIENT.valueToTree(row)));
            String value = Json.LENIENT.writeValueAsString(new Copy(total, copies));
            String key = shownKey;
            Instant at = shownAt;
            var _ = Thread.ofVirtual().name("console-cache").start(() -> cache.keep(key, value, at));
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("rows that cannot be written", impossible);
        }
    }

    @Override
    public void close() {
        client.forget(id);
    }

    String id() {
        return id;
    }

    LiveExchange.Open opening() {
        WindowQuery wanted = query;
        return new LiveExchange.Open(id, view, wanted.query(), wanted.sort(), wanted.offset(), wanted.limit());
    }

    /** Takes in what the server sent. The feed calls this from one thread at a time. */
    synchronized void apply(LiveExchange.Update update, Instant at) throws JsonProcessingException {
        live = true;
        total = update.total();
        shownAt = at;
        if (update.rows() != null) {
            shownKey = key();
            rows.clear();
            for (JsonNode row : update.rows()) {
                rows.add(Json.LENIENT.treeToValue(row, rowType));
            }
        } else if (update.patch() != null) {
            patch(update.patch());
        }
        listener.accept(new WindowRows<>(rows, update.total(), update.age(), at, update.problem(),
                update.rows() != null, false));
    }

    private void patch(LiveExchange.Patch patch) throws JsonProcessingException {
        while (rows.size() > patch.size()) {
            rows.removeLast();
        }
        for (LiveExchange.Cell cell : patch.set()) {
            T row = Json.LENIENT.treeToValue(cell.row(), rowType);
            if (cell.at() < rows.size()) {
                rows.set(cell.at(), row);
            } else {
                rows.add(row);
            }
        }
    }
}
