package dev.gatehouse.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditData;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.csv.CsvWriting;
import dev.gatehouse.server.http.Download;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All that a search finds, as a file that is written as it is read, newest first. */
final class AuditExport {

    private static final List<String> COLUMNS = List.of("time", "topic", "partition", "offset", "actor", "name", "ip",
            "session", "action", "resource", "outcome", "reason", "node", "trace", "before", "after");

    private final AuditQuery query;

    AuditExport(AuditQuery query) {
        this.query = query;
    }

    Download of(AuditExchange.Format format, List<Criterion> criteria, List<String> masks) {
        return switch (format) {
            case CSV -> new Download(CsvWriting.MEDIA_TYPE, "audit.csv", out -> csv(out, criteria, masks));
            case JSONL -> new Download("application/jsonl", "audit.jsonl", out -> lines(out, criteria, masks));
        };
    }

    private void lines(OutputStream target, List<Criterion> criteria, List<String> masks) throws IOException {
        OutputStream out = new BufferedOutputStream(target, 1 << 16);
        try {
            query.each(criteria, masks, entry -> {
                try {
                    out.write(Json.LENIENT.writeValueAsBytes(entry));
                    out.write('\n');
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        out.flush();
    }

    private void csv(OutputStream target, List<Criterion> criteria, List<String> masks) throws IOException {
        try (CsvWriting csv = new CsvWriting(target)) {
            csv.row(COLUMNS.toArray(String[]::new));
            query.each(criteria, masks, entry -> csv.row(cells(entry).toArray(String[]::new)));
        }
    }

    private static List<String> cells(AuditEntry entry) {
        AuditData data = entry.event().data();
        return List.of(entry.event().time().toString(), entry.position().topic(),
                Integer.toString(entry.position().partition()), Long.toString(entry.position().offset()),
                data.actor().id(), data.actor().name(), text(data.actor().ip()), text(data.actor().session()),
                data.action(), data.resource(), data.outcome().name().toLowerCase(Locale.ROOT), text(data.reason()),
                data.node(), text(SearchText.trace(entry.event())), json(data.before()),
                entry.raw() == null ? json(data.after()) : text(entry.raw().text()));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String json(@Nullable Object value) {
        try {
            return value == null ? "" : Json.LENIENT.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record cannot be written as JSON.", e);
        }
    }
}
