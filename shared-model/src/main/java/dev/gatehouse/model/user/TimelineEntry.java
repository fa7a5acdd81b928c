package dev.gatehouse.model.user;

import dev.gatehouse.model.audit.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a user or that a user did.
 *
 * @param kind     which book it stands in
 * @param what     an audit action such as {@code user.ban}, or {@code session.online}, {@code session.ended},
 *                 {@code token.issued}, {@code token.denied}
 * @param outcome  absent where it could not be refused
 * @param by       the name of who did it, where it was not the user
 * @param detail   a reason, a node, an address: what helps to understand it
 * @param resource such as {@code session/<sid>}, to go there
 */
public record TimelineEntry(Instant at, Kind kind, String what, @Nullable Outcome outcome, @Nullable String by,
        @Nullable String detail, @Nullable String resource) {

    /** Where an entry comes from. */
    public enum Kind {
        SESSION,
        TOKEN,
        AUDIT
    }
}
