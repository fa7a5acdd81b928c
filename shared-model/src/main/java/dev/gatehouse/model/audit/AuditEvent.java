package dev.gatehouse.model.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An audit record in its envelope: CloudEvents 1.0, structured JSON.
 *
 * @param source      {@code /gatehouse/<node>}
 * @param type        {@code gatehouse.<noun>.<verb in the past>}, such as {@code gatehouse.user.banned}
 * @param subject     the resource
 * @param traceparent W3C Trace Context of the request
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0.2</a>
 */
public record AuditEvent(
        String specversion,
        String id,
        String source,
        String type,
        Instant time,
        String subject,
        @Nullable String traceparent,
        String datacontenttype,
        AuditData data) {

    /** The version of CloudEvents that Gatehouse writes. */
    public static final String SPEC_VERSION = "1.0";

    /** The media type of the data. */
    public static final String CONTENT_TYPE = "application/json";

    /** The trace id within {@link #traceparent}, 32 hex digits, where there is one. */
    public @Nullable String traceId() {
        return traceparent == null ? null : traceparent.split("-", -1)[1];
    }
}
