package dev.gatehouse.model.trace;

/** How the work of a span ended. */
public enum SpanStatus {
    OK,
    /** It failed; {@link Span#error} says how. */
    ERROR
}
