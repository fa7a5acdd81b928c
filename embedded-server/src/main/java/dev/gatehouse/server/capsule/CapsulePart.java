package dev.gatehouse.server.capsule;

import java.time.Instant;
import java.util.function.Consumer;

/**
 * Something that belongs into a capsule.
 *
 * @param name   as in {@link dev.gatehouse.model.api.CapsuleExchange}
 * @param source gives its rows
 */
public record CapsulePart(String name, Source source) {

    /** A span of time, from (inclusive) to (exclusive). */
    public record Window(Instant from, Instant to) {

        /** Whether a moment lies within. */
        public boolean holds(Instant moment) {
            return !moment.isBefore(from) && moment.isBefore(to);
        }
    }

    /** Gives rows one after another, in their order. */
    @FunctionalInterface
    public interface Source {

        /** Gives the records of {@code window} to {@code sink}, which writes them as JSON. */
        void each(Window window, Consumer<Object> sink);
    }
}
