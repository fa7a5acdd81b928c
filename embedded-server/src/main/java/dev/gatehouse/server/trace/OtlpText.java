package dev.gatehouse.server.trace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.trace.Span;
import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.model.trace.SpanStatus;
import java.time.Instant;
import java.util.List;

/**
 * Spans in the JSON form of OTLP 1.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP, JSON Protobuf Encoding</a>
 */
final class OtlpText {

    private static final int STATUS_OK = 1;
    private static final int STATUS_ERROR = 2;

    private OtlpText() {}

    /** An {@code ExportTraceServiceRequest}. */
    static String request(String node, String version, List<KeptWork> works) {
        ObjectNode request = Json.LENIENT.createObjectNode();
        ObjectNode resource = request.putArray("resourceSpans").addObject();
        ArrayNode about = resource.putObject("resource").putArray("attributes");
        attribute(about, "service.name", KeptWork.SERVICE);
        attribute(about, "service.instance.id", node);
        attribute(about, "service.version", version);
        ObjectNode scope = resource.putArray("scopeSpans").addObject();
        scope.putObject("scope").put("name", "dev.gatehouse").put("version", version);
        ArrayNode spans = scope.putArray("spans");
        for (KeptWork work : works) {
            work.spans().forEach(span -> span(spans.addObject(), work.traceId(), span));
        }
        return request.toString();
    }

    private static void span(ObjectNode out, String traceId, Span span) {
        out.put("traceId", traceId).put("spanId", span.spanId());
        if (span.parentId() != null) {
            out.put("parentSpanId", span.parentId());
        }
        out.put("name", span.name()).put("kind", kind(span.kind()))
                .put("startTimeUnixNano", Long.toString(nanos(span.startedAt())))
                .put("endTimeUnixNano", Long.toString(nanos(span.startedAt()) + span.durationMicros() * 1000));
        ArrayNode attributes = out.putArray("attributes");
        span.attributes().forEach((name, value) -> attribute(attributes, name, value));
        ObjectNode status = out.putObject("status");
        status.put("code", span.status() == SpanStatus.ERROR ? STATUS_ERROR : STATUS_OK);
        if (span.error() != null) {
            status.put("message", span.error());
        }
    }

    private static void attribute(ArrayNode attributes, String name, String value) {
        ObjectNode attribute = attributes.addObject();
        attribute.put("key", name);
        attribute.putObject("value").put("stringValue", value);
    }

    private static long nanos(Instant moment) {
        return moment.getEpochSecond() * 1_000_000_000L + moment.getNano();
    }

    private static int kind(SpanKind kind) {
        return switch (kind) {
            case INTERNAL -> 1;
            case SERVER -> 2;
            case CLIENT -> 3;
            case PRODUCER -> 4;
            case CONSUMER -> 5;
        };
    }
}
