package dev.gatehouse.server.auth;

import dev.gatehouse.model.api.LocksExchange;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.auth.Lock;
import dev.gatehouse.model.auth.LockKind;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Endpoint.Method;
import dev.gatehouse.server.http.Exchange;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;

/** {@code /api/v1/locks}. */
public final class LockEndpoints {

    private final List<ShutDoors> doors;
    private final AuditJournal journal;
    private final Clock clock;

    public LockEndpoints(List<ShutDoors> doors, AuditJournal journal, Clock clock) {
        this.doors = List.copyOf(doors);
        this.journal = journal;
        this.clock = clock;
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads(Access.VIEWER, LocksExchange.PATH, "Doors shut by too many failures",
                        LocksExchange.Locks.class, exchange -> new LocksExchange.Locks(locks())),
                Endpoint.changes(Access.OPERATOR, Method.DELETE, LocksExchange.PATH + "/{kind}/{subject}",
                        "Open such a door", null, UsersExchange.Deleted.class, this::lift));
    }

    private List<Lock> locks() {
        return doors.stream().flatMap(some -> some.locks().stream())
                .sorted(Comparator.comparing(Lock::since).reversed())
                .toList();
    }

    private UsersExchange.Deleted lift(Exchange exchange) {
        LockKind kind = kind(exchange.path("kind"));
        String subject = exchange.path("subject");
        boolean lifted = false;
        for (ShutDoors some : doors) {
            lifted |= some.lift(kind, subject);
        }
        if (!lifted) {
            throw new RequestFailure(ErrorCode.NOT_FOUND, "No such door is shut; it may have opened by itself.");
        }
        return new UsersExchange.Deleted(journal.write(AuditDraft
                .of(exchange.actor(), Action.AUTH_LOCK_LIFTED, LoginGuard.resource(kind, subject), Outcome.ACCEPTED,
                        clock.instant())
                .withTraceparent(Trace.current().traceparent())));
    }

    private static LockKind kind(String text) {
        for (LockKind kind : LockKind.values()) {
            if (kind.name().equalsIgnoreCase(text)) {
                return kind;
            }
        }
        throw new RequestFailure(ErrorCode.NOT_FOUND, "There is no such kind of lock.");
    }
}
