package dev.gatehouse.server.trace.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.TracesExchange.Order;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.trace.Span;
import dev.gatehouse.model.trace.SpanStatus;
import dev.gatehouse.model.trace.TraceSummary;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import dev.gatehouse.server.trace.KeptWork;
import dev.gatehouse.server.trace.TraceStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Traces in the replica's tables {@code trace} and {@code trace_work}. */
public final class SqliteTraceStore implements TraceStore {

    private static final TypeReference<List<Span>> SPANS = new TypeReference<>() {};

    private final ReplicaDatabase replica;
    private final String node;

    /** @param node whose replica it is */
    public SqliteTraceStore(ReplicaDatabase replica, String node) {
        this.replica = replica;
        this.node = node;
    }

    @Override
    public void add(List<KeptWork> works) {
        if (!works.isEmpty()) {
            replica.<Integer>write(handle -> {
                works.forEach(work -> add(handle, work));
                return works.size();
            });
        }
    }

    private static void add(Handle handle, KeptWork work) {
        Span whole = work.whole();
        int room = MOST_SPANS - handle.createQuery("SELECT spans FROM trace WHERE id = :id").bind("id", work.traceId())
                .mapTo(Integer.class).findOne().orElse(0);
        boolean cut = work.cut() || room < work.spans().size();
        List<Span> spans = work.spans().subList(0, Math.clamp(room, 0, work.spans().size()));
        int added = spans.isEmpty()
                ? 0
                : handle.createUpdate(
                        "INSERT INTO trace_work (trace, span, spans) VALUES (:trace, :span, :spans) ON CONFLICT DO NOTHING")
                        .bind("trace", work.traceId()).bind("span", whole.spanId()).bind("spans", write(spans))
                        .execute();
        if (added == 0 && !cut) {
            return;
        }
        long started = micros(whole.startedAt());
        handle.createUpdate("""
                            INSERT INTO trace (id, name, started, ended, spans, failed, cut)
                            VALUES (:id, :name, :started, :ended, :spans, :failed, :cut)
                            ON CONFLICT (id) DO UPDATE SET
                                name = iif(excluded.started < started, excluded.name, name),
                                started = min(started, excluded.started), ended = max(ended, excluded.ended),
                                spans = spans + excluded.spans, failed = max(failed, excluded.failed),
                                cut = max(cut, excluded.cut)""")
                .bind("id", work.traceId())
                .bind("name", whole.name())
                .bind("started", started)
                .bind("ended", started + whole.durationMicros())
                .bind("spans", added == 0 ? 0 : spans.size())
                .bind("failed", whole.status() == SpanStatus.ERROR ? 1 : 0)
                .bind("cut", cut ? 1 : 0)
                .execute();
    }

    @Override
    public Found find(String traceId) {
        return replica.read(handle -> {
            List<Span> spans = new ArrayList<>();
            handle.createQuery("SELECT spans FROM trace_work WHERE trace = :trace").bind("trace", traceId)
                    .mapTo(String.class).forEach(json -> spans.addAll(read(json)));
            boolean cut = handle.createQuery("SELECT cut FROM trace WHERE id = :id").bind("id", traceId)
                    .mapTo(Integer.class).findOne().orElse(0) == 1;
            return new Found(spans, cut);
        });
    }

    @Override
    public List<TraceSummary> list(@Nullable String query, Order order, int limit) {
        String asked = query == null ? "" : query.strip().toLowerCase(Locale.ROOT);
        String sort = switch (order) {
            case NEWEST -> "ORDER BY started DESC";
            case SLOWEST -> "ORDER BY ended - started DESC";
            case FAILED -> "AND failed = 1 ORDER BY started DESC";
        };
        return replica.read(handle -> handle.createQuery("""
                                                         SELECT id, name, started, ended, spans, failed FROM trace
                                                         WHERE (:asked = '' OR instr(lower(name), :asked) > 0
                                                                OR substr(id, 1, length(:asked)) = :asked)
                                                         """ + sort + " LIMIT :limit")
                .bind("asked", asked).bind("limit", limit)
                .map((row, context) -> new TraceSummary(row.getString(1), row.getString(2), instant(row.getLong(3)),
                        row.getLong(4) - row.getLong(3), row.getInt(5), row.getInt(6) == 1, List.of(node)))
                .list());
    }

    @Override
    public void forget(Instant moment, int most) {
        replica.<Integer>write(handle -> {
            long surplus = handle.createQuery("SELECT count(*) FROM trace").mapTo(Long.class).one() - most;
            long edge = surplus <= 0 ? Long.MIN_VALUE
                    : handle.createQuery("SELECT started FROM trace ORDER BY started LIMIT 1 OFFSET :surplus")
                            .bind("surplus", surplus).mapTo(Long.class).findOne().orElse(Long.MAX_VALUE);
            long before = Math.max(edge, micros(moment));
            handle.execute("DELETE FROM trace_work WHERE trace IN (SELECT id FROM trace WHERE started < ?)", before);
            return handle.execute("DELETE FROM trace WHERE started < ?", before);
        });
    }

    private static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static String write(List<Span> spans) {
        try {
            return Json.LENIENT.writeValueAsString(spans);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Spans cannot be written as JSON", e);
        }
    }

    private static List<Span> read(String json) {
        try {
            return Json.LENIENT.readValue(json, SPANS);
        } catch (JsonProcessingException e) {
            throw new StorageException("The table trace_work of replica.db holds spans that cannot be read.", e);
        }
    }
}
