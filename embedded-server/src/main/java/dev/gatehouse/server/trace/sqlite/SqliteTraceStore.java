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
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
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
                List<Part> parts = parts(handle, news(handle, works));
                insert(handle, parts);
                summarize(handle, parts);
                return works.size();
            });
        }
    }

    /** What names a work: its trace and the span that is the whole of it. */
    private record Key(String trace, String span) {

        static Key of(KeptWork work) {
            return new Key(work.traceId(), work.whole().spanId());
        }
    }

    /** What of some work is kept: all of its spans, but for those beyond {@link #MOST_SPANS} of their trace. */
    private record Part(KeptWork work, List<Span> spans) {

        static Part of(KeptWork work, int room) {
            return new Part(work, work.spans().subList(0, Math.clamp(room, 0, work.spans().size())));
        }

        boolean isCut() {
            return work.cut() || spans.size() < work.spans().size();
        }
    }

    /** The works that are not kept yet, each once. */
    private static Collection<KeptWork> news(Handle handle, List<KeptWork> works) {
        Map<Key, KeptWork> news = new LinkedHashMap<>();
        works.forEach(work -> news.putIfAbsent(Key.of(work), work));
        handle.createQuery("""
                           SELECT trace, span FROM trace_work WHERE (trace, span) IN
                               (SELECT json_extract(value, '$.trace'), json_extract(value, '$.span')
                                FROM json_each(:keys))""")
                .bind("keys", written(List.copyOf(news.keySet())))
                .map((row, context) -> new Key(row.getString(1), row.getString(2)))
                .forEach(news::remove);
        return news.values();
    }

    private static List<Part> parts(Handle handle, Collection<KeptWork> works) {
        Map<String, Integer> kept = new HashMap<>();
        handle.createQuery("SELECT id, spans FROM trace WHERE id IN (SELECT value FROM json_each(:ids))")
                .bind("ids", written(works.stream().map(KeptWork::traceId).distinct().toList()))
                .map((row, context) -> Map.entry(row.getString(1), row.getInt(2)))
                .forEach(found -> kept.put(found.getKey(), found.getValue()));
        List<Part> parts = new ArrayList<>();
        for (KeptWork work : works) {
            Part part = Part.of(work, MOST_SPANS - kept.getOrDefault(work.traceId(), 0));
            kept.merge(work.traceId(), part.spans.size(), Integer::sum);
            parts.add(part);
        }
        return parts;
    }

    private static void insert(Handle handle, List<Part> parts) {
        PreparedBatch batch = handle
                .prepareBatch("INSERT INTO trace_work (trace, span, spans) VALUES (:trace, :span, :spans)");
        for (Part part : parts) {
            if (!part.spans.isEmpty()) {
                batch.bind("trace", part.work.traceId()).bind("span", part.work.whole().spanId())
                        .bind("spans", written(part.spans)).add();
            }
        }
        batch.execute();
    }

    private static void summarize(Handle handle, List<Part> parts) {
        PreparedBatch batch = handle.prepareBatch("""
                                                  INSERT INTO trace (id, name, started, ended, spans, failed, cut)
                                                  VALUES (:id, :name, :started, :ended, :spans, :failed, :cut)
                                                  ON CONFLICT (id) DO UPDATE SET
                                                      name = iif(excluded.started < started, excluded.name, name),
                                                      started = min(started, excluded.started),
                                                      ended = max(ended, excluded.ended),
                                                      spans = spans + excluded.spans,
                                                      failed = max(failed, excluded.failed),
                                                      cut = max(cut, excluded.cut)""");
        for (Part part : parts) {
            Span whole = part.work.whole();
            long started = micros(whole.startedAt());
            batch.bind("id", part.work.traceId())
                    .bind("name", whole.name())
                    .bind("started", started)
                    .bind("ended", started + whole.durationMicros())
                    .bind("spans", part.spans.size())
                    .bind("failed", whole.status() == SpanStatus.ERROR ? 1 : 0)
                    .bind("cut", part.isCut() ? 1 : 0)
                    .add();
        }
        batch.execute();
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

    private static String written(List<?> values) {
        try {
            return Json.LENIENT.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("This cannot be written as JSON", e);
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
