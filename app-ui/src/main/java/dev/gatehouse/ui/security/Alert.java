package dev.gatehouse.ui.security;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.ui.text.Sentence;
import java.time.Instant;

/**
 * Attacks of one kind, as many as came in one storm.
 *
 * @param count how many records there are
 * @param last  the newest of them
 * @param name  the name of the user whom it concerns; the record's own word until it is known
 */
public record Alert(Kind kind, long count, AuditEntry last, String name) {

    private static final String ACCOUNT = "lock/account/";
    private static final String LOCK = "lock/";

    /** What an alert is about. */
    public enum Kind {
        /** A refresh token was used twice: somebody has a copy. */
        REFRESH_REUSED("auth.refresh-reused"),
        /** A door was shut after too many wrong passwords. */
        LOCKED("auth.locked"),
        /** An address was shut out after too many failed handshakes of services. */
        MACHINE_LOCKED("machine.lock");

        private final String action;

        Kind(String action) {
            this.action = action;
        }

        /** The audit action that tells of it. */
        public String action() {
            return action;
        }
    }

    /** An alert about one record. */
    static Alert of(Kind kind, AuditEntry entry) {
        String resource = entry.event().data().resource();
        String subject = resource.startsWith(LOCK)
                ? resource.substring(resource.indexOf('/', LOCK.length()) + 1)
                : entry.event().data().actor().name();
        return new Alert(kind, 1, entry, subject);
    }

    /** This alert with one more record, which need not be the newest. */
    Alert and(AuditEntry entry) {
        return entry.event().time().isBefore(at())
                ? new Alert(kind, count + 1, last, name)
                : new Alert(kind, count + 1, entry, of(kind, entry).name());
    }

    /** This alert with the name of its user. */
    Alert named(String known) {
        return new Alert(kind, count, last, known);
    }

    public Instant at() {
        return last.event().time();
    }

    /** The address it came from, or else the node. */
    public String where() {
        String ip = last.event().data().actor().ip();
        return ip == null ? last.event().data().node() : ip;
    }

    /** The id of the user whom it concerns; empty where it concerns none. */
    public String user() {
        String resource = last.event().data().resource();
        if (resource.startsWith(ACCOUNT)) {
            return resource.substring(ACCOUNT.length());
        }
        return kind == Kind.REFRESH_REUSED ? last.event().data().actor().id() : "";
    }

    /** What happened, to whom and from where. */
    public Sentence title() {
        return switch (kind) {
            case REFRESH_REUSED -> Sentence.of("alert.refreshReused", name, where());
            case LOCKED -> user().isEmpty()
                    ? Sentence.of("alert.address", name)
                    : Sentence.of("alert.account", name, where());
            case MACHINE_LOCKED -> Sentence.of("alert.machine", where());
        };
    }

    /** What to do about it. */
    public Sentence advice() {
        return switch (kind) {
            case REFRESH_REUSED -> Sentence.of("alert.refreshReused.advice");
            case LOCKED -> Sentence.of(user().isEmpty() ? "alert.address.advice" : "alert.account.advice");
            case MACHINE_LOCKED -> Sentence.of("alert.machine.advice");
        };
    }
}
