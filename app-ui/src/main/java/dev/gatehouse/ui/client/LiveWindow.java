package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One window on what changes. It stays open over reconnects, until it is closed. */
public final class LiveWindow<T> implements AutoCloseable {

    private final String id;
    private final LiveExchange.View view;
    private final Class<T> rowType;
    private final Consumer<WindowRows<T>> listener;
    private final LiveClient client;
    private volatile WindowQuery query;
    private final List<T> rows = new ArrayList<>();

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
        client.send(new LiveExchange.Move(id, target.query() == null ? "" : target.query(),
                target.sort() == null ? "" : target.sort(),
                target.offset(), target.limit()));
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
    void apply(LiveExchange.Update update, Instant at) throws JsonProcessingException {
        if (update.rows() != null) {
            rows.clear();
            for (JsonNode row : update.rows()) {
                rows.add(Json.LENIENT.treeToValue(row, rowType));
            }
        } else if (update.patch() != null) {
            patch(update.patch());
        }
        listener.accept(new WindowRows<>(rows, update.total(), update.age(), at, update.problem(),
                update.rows() != null));
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
