package dev.gatehouse.server.audit;

import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.audit.TopicKind;
import java.time.Instant;
import java.util.List;

/** One condition of a search; {@link CriterionMatch} says exactly which records meet it. */
public sealed interface Criterion {

    /** Some value of the record contains these characters, see {@link SearchText}. */
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

    /** The actor's session of tokens. */
    record SessionIs(String sid) implements Criterion {}

    /** The node that took the request. */
    record NodeIs(String node) implements Criterion {}

    /** What its topic holds. */
    record KindIs(TopicKind kind) implements Criterion {}

    /** The topic it stands in; {@code *} for any. */
    record TopicIs(String topic) implements Criterion {}

    /** The topic's partition it stands in. */
    record PartitionIs(int partition) implements Criterion {}

    /** Its offset lies within these, both included. */
    record OffsetIn(long from, long to) implements Criterion {}

    /** The reason contains these characters, in upper or lower case. */
    record ReasonHas(String part) implements Criterion {}

    /** At this time or later. */
    record From(Instant time) implements Criterion {}

    /** Before this time. */
    record Until(Instant time) implements Criterion {}

    /** All of these. */
    record All(List<Criterion> parts) implements Criterion {

        public All {
            parts = List.copyOf(parts);
        }
    }

    /** At least one of these. */
    record Any(List<Criterion> parts) implements Criterion {

        public Any {
            parts = List.copyOf(parts);
        }
    }

    /** Not this. */
    record Not(Criterion part) implements Criterion {}
}
