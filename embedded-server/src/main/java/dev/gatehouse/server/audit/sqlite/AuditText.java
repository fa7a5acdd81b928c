package dev.gatehouse.server.audit.sqlite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.audit.AuditData;
import dev.gatehouse.model.audit.AuditEvent;
import dev.gatehouse.server.audit.Action;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What of a record the full text search sees. */
final class AuditText {

    private AuditText() {}

    /** All that people may look for, a line each. */
    static String of(AuditEvent event) {
        AuditData data = event.data();
        StringBuilder text = new StringBuilder();
        line(text, data.actor().id());
        line(text, data.actor().name());
        line(text, data.actor().ip());
        line(text, data.action());
        line(text, data.resource());
        line(text, data.outcome().name().toLowerCase(Locale.ROOT));
        line(text, data.reason());
        line(text, data.node());
        line(text, trace(event));
        if (!data.action().equals(Action.AUDIT_READ.code())) {
            values(text, "", data.before());
            values(text, "", data.after());
        }
        return text.toString();
    }

    /** The trace id, where the record names one in the form that W3C Trace Context gives it. */
    static @Nullable String trace(AuditEvent event) {
        String traceparent = event.traceparent();
        return traceparent != null && traceparent.indexOf('-') >= 0 ? event.traceId() : null;
    }

    /** Whether what every record has is there: a log may hold anything. */
    @SuppressWarnings("ConstantValue") // Jackson leaves a component null where the JSON lacks it
    static boolean isComplete(AuditEvent event) {
        return event.id() != null && event.time() != null && event.data() != null && event.data().actor() != null
                && event.data().actor().id() != null && event.data().actor().name() != null
                && event.data().action() != null && event.data().resource() != null
                && event.data().outcome() != null && event.data().node() != null;
    }

    private static void values(StringBuilder text, String name, @Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return;
        }
        if (node.isObject()) {
            node.properties().forEach(member -> values(text, member.getKey(), member.getValue()));
        } else if (node.isArray()) {
            node.forEach(item -> values(text, name, item));
        } else {
            line(text, name + " " + node.asText());
        }
    }

    private static void line(StringBuilder text, @Nullable String part) {
        if (part != null) {
            text.append(part).append('\n');
        }
    }
}
