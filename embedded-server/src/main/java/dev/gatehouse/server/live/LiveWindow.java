package dev.gatehouse.server.live;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.LiveExchange.Cell;
import dev.gatehouse.model.api.LiveExchange.Patch;
import dev.gatehouse.model.api.LiveExchange.Update;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.live.LiveView.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One window of one client: what it asks for and what the client has. Looking again waits as long as the view says, or
 * four times as long as the last look took where that is more, so that costly windows never take more than a fifth of the
 * thread. Not safe for use by several threads.
 */
final class LiveWindow {

    /** Data older than this has its age told every second, though nothing else changes. */
    private static final long OLD_MILLIS = 1000;
    private static final int COST_FACTOR = 4;
    /** The same after a look that took longer than its view lets it. */
    private static final int TOO_COSTLY_FACTOR = 30;

    private final Asked asked;
    private @Nullable List<?> sent;
    private long sentTotal;
    private long sentAge;
    private long sentAtNanos;
    private long seenVersion;
    private boolean faultTold;
    private long nextAtNanos = System.nanoTime();

    /** What a client asks for. */
    record Asked(String id, LiveView view, @Nullable String query, @Nullable String sort, int offset, int limit) {}

    LiveWindow(Asked asked) {
        this.asked = asked;
    }

    Asked asked() {
        return asked;
    }

    /**
     * What to tell the client now; absent where nothing changed or the time has not come.
     *
     * @throws dev.gatehouse.server.call.RequestFailure where what was asked for makes no sense
     */
    @Nullable
    Update look(long nowNanos) {
        if (nowNanos - nextAtNanos < 0) {
            return null;
        }
        long age = asked.view.ageMillis();
        boolean ageIsNews = (age >= OLD_MILLIS || sentAge >= OLD_MILLIS)
                && nowNanos - sentAtNanos >= Duration.ofMillis(OLD_MILLIS).toNanos();
        long version = asked.view.version();
        List<?> before = sent;
        if (before != null && version == seenVersion) {
            return ageIsNews ? told(sentTotal, null, new Patch(before.size(), List.of()), age, nowNanos) : null;
        }
        Rows now = rows(nowNanos);
        seenVersion = version;
        sent = now.rows();
        if (before == null) {
            return told(now.total(), now.rows().stream().map(LiveWindow::json).toList(), null, age, nowNanos);
        }
        List<Cell> cells = changed(before, now.rows());
        if (cells.isEmpty() && before.size() == now.rows().size() && now.total() == sentTotal && !ageIsNews
                && !faultTold) {
            return null;
        }
        return told(now.total(), null, new Patch(now.rows().size(), cells), age, nowNanos);
    }

    /** Whether a failure of {@link #look} is the first since it last worked. */
    boolean isNewFault() {
        boolean isNew = !faultTold;
        faultTold = true;
        return isNew;
    }

    private Rows rows(long nowNanos) {
        int factor = COST_FACTOR;
        try {
            return asked.view.rows(asked.query, asked.sort, asked.offset, asked.limit);
        } catch (RequestFailure e) {
            factor = e.code() == ErrorCode.DEADLINE_EXCEEDED ? TOO_COSTLY_FACTOR : COST_FACTOR;
            throw e;
        } finally {
            nextAtNanos = nowNanos
                    + Math.max(asked.view.leastPause().toNanos(), factor * (System.nanoTime() - nowNanos));
        }
    }

    private Update told(long total, @Nullable List<JsonNode> rows, @Nullable Patch patch, long age, long nowNanos) {
        faultTold = false;
        sentTotal = total;
        sentAge = age;
        sentAtNanos = nowNanos;
        return new Update(asked.id, total, rows, patch, age, null);
    }

    private static List<Cell> changed(List<?> before, List<?> now) {
        List<Cell> cells = new ArrayList<>();
        for (int at = 0; at < now.size(); at++) {
            if (at >= before.size() || !now.get(at).equals(before.get(at))) {
                cells.add(new Cell(at, json(now.get(at))));
            }
        }
        return cells;
    }

    private static JsonNode json(Object row) {
        return Json.LENIENT.valueToTree(row);
    }
}
