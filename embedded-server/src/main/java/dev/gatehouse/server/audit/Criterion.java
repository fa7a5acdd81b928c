package dev.gatehouse.server.audit;

import dev.gatehouse.model.audit.Outcome;
import java.time.Instant;

/** One condition of a search; a record must meet all. */
public sealed interface Criterion {

    /** Some text of the record contains these characters, in upper or lower case. */
    record Text(String part) implements Criterion {}

    /** The actor's id, or the name at that time in upper or lower case. */
    record ActorIs(String idOrName) implements Criterion {}

    /** The action's code; one that ends in {@code *} means all that begin so, such as {@code user.*}. */
    record ActionIs(String pattern) implements Criterion {}

    /** The resource; one that ends in {@code *} or {@code /} means all that begin so, such as {@code route/}. */
    record ResourceIs(String pattern) implements Criterion {}

    /** How it ended. */
    record OutcomeIs(Outcome outcome) implements Criterion {}

    /** The trace it belongs to, 32 hex digits. */
    record TraceIs(String traceId) implements Criterion {}

    /** The node that took the request. */
    record NodeIs(String node) implements Criterion {}

    /** At this time or later. */
    record From(Instant time) implements Criterion {}

    /** Before this time. */
    record Until(Instant time) implements Criterion {}
}
