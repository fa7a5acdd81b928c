package dev.gatehouse.model.trace;

/**
 * On which side of a call a span was measured.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/api/#spankind">OpenTelemetry, SpanKind</a>
 */
public enum SpanKind {
    /** Work inside a program. */
    INTERNAL,
    /** A request that came in. */
    SERVER,
    /** A request that went out, to a store for example. */
    CLIENT,
    /** A message that was sent and is not waited for. */
    PRODUCER,
    /** A message that came in. */
    CONSUMER
}
