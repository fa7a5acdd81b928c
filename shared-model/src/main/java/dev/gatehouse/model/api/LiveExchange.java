package dev.gatehouse.model.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.error.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/live}: windows on what changes. A client opens a window on a view; the server sends its rows, then
 * only what changed in it, at most ten times a second.
 */
public final class LiveExchange {

    public static final String PATH = "/api/v1/live";
    public static final String SUBPROTOCOL = "gatehouse.live.v1";
    /** Before an access token in {@code Sec-WebSocket-Protocol}. */
    public static final String BEARER_PREFIX = "bearer.";
    /** The most rows one window may have. */
    public static final int MAX_LIMIT = 500;

    private LiveExchange() {}

    /**
     * What a window looks at, and the type of its rows: sessions ({@link dev.gatehouse.model.session.Session}), stats
     * ({@link dev.gatehouse.model.health.Stats}, newest last), audit ({@link dev.gatehouse.model.audit.AuditEntry},
     * newest first), health (one {@link dev.gatehouse.model.health.Health}), nodes
     * ({@link dev.gatehouse.model.health.NodeInfo}), jobs ({@link dev.gatehouse.model.job.Job}, newest first).
     */
    public enum View {
        SESSIONS,
        STATS,
        AUDIT,
        HEALTH,
        NODES,
        JOBS
    }

    /** What the client sends. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
    @JsonSubTypes({@JsonSubTypes.Type(value = Open.class, name = "open"),
            @JsonSubTypes.Type(value = Move.class, name = "move"),
            @JsonSubTypes.Type(value = Close.class, name = "close")})
    public sealed interface Op {

        /** The client's name for the window. */
        String id();
    }

    /**
     * Opens a window.
     *
     * @param query  as in the view's REST search; absent for all
     * @param sort   a field's name, {@code -} before it for descending; absent for the view's own order
     * @param offset rows to pass over; 0 where absent
     * @param limit  rows to show, 1 to {@value LiveExchange#MAX_LIMIT}; 100 where absent
     */
    public record Open(String id, View view, @Nullable String query, @Nullable String sort, @Nullable Integer offset,
            @Nullable Integer limit) implements Op {}

    /** Moves a window that is open; what is absent stays as it is. */
    public record Move(String id, @Nullable String query, @Nullable String sort, @Nullable Integer offset,
            @Nullable Integer limit) implements Op {}

    /** Closes a window. */
    public record Close(String id) implements Op {}

    /**
     * What the server sends: either all rows of the window, or the ones that changed, or why it was refused.
     *
     * @param id    the window
     * @param total how many rows there are in all
     * @param rows  all rows of the window
     * @param patch only those that changed; the window has {@link Patch#size} rows now
     * @param age   how old the data is, in milliseconds
     * @param problem why the window could not be opened or moved
     */
    public record Update(String id, long total, @Nullable List<JsonNode> rows, @Nullable Patch patch, long age,
            @Nullable Problem problem) {}

    /**
     * @param size how many rows the window has now
     * @param set  the rows that changed
     */
    public record Patch(int size, List<Cell> set) {}

    /**
     * @param at  the row's place in the window, from 0
     * @param row the row that stands there now
     */
    public record Cell(int at, JsonNode row) {}
}
