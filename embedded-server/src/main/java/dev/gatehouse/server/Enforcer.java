package dev.gatehouse.server;

import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.server.event.DomainEvent;
import dev.gatehouse.server.event.DomainEvents;
import dev.gatehouse.server.live.LiveFeed;
import dev.gatehouse.server.session.EnforcementReports;
import dev.gatehouse.server.session.SessionService;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Ends what a change of a user forbids, on this node, and tells the others that it has; every node does so for its own
 * sockets. What the node reads of the past while it catches up is nobody's news.
 */
final class Enforcer {

    private static final String NAME = "sessions";
    private static final List<Class<? extends DomainEvent>> ANSWERED = List.of(DomainEvent.UserBanned.class,
            DomainEvent.UserUnbanned.class, DomainEvent.SessionsRevoked.class, DomainEvent.PasswordChanged.class,
            DomainEvent.UserDeleted.class);

    private final SessionService sessions;
    private final LiveFeed feed;
    private final EnforcementReports reports;
    private final BooleanSupplier caughtUp;

    Enforcer(SessionService sessions, LiveFeed feed, EnforcementReports reports, BooleanSupplier caughtUp) {
        this.sessions = sessions;
        this.feed = feed;
        this.reports = reports;
        this.caughtUp = caughtUp;
    }

    /** Begins to listen. */
    void follow(DomainEvents events) {
        events.on(DomainEvent.UserBanned.class, NAME,
                banned -> end(banned.id(), CloseCode.BANNED, banned.reason(), banned.origin().by()));
        events.on(DomainEvent.UserDeleted.class, NAME, deleted -> end(deleted.id(), CloseCode.SESSION_OVER,
                "the user was deleted", deleted.origin().by()));
        events.on(DomainEvent.PasswordChanged.class, NAME, changed -> end(changed.id(), CloseCode.SESSION_OVER,
                "the password was changed", changed.origin().by()));
        events.on(DomainEvent.SessionsRevoked.class, NAME, revoked -> end(revoked.id(), CloseCode.SESSION_OVER,
                "signed out by an operator", revoked.origin().by()));
        events.on(DomainEvent.UserUpdated.class, NAME, updated -> feed.end(
                principal -> principal.userId().equals(updated.key()), CloseCode.SESSION_OVER,
                "the roles may have changed"));
        for (Class<? extends DomainEvent> answered : ANSWERED) {
            events.on(answered, NAME, this::report);
        }
    }

    /** Whoever asked for the change is told how far the nodes have come with it. */
    private void report(DomainEvent event) {
        DomainEvent.Origin origin = event.origin();
        if (origin != null && caughtUp.getAsBoolean()) {
            reports.enforced(origin.position().offset());
        }
    }

    private void end(String userId, CloseCode code, String reason, String by) {
        sessions.end(session -> session.user().equals(userId), code, reason, by);
        feed.end(principal -> principal.userId().equals(userId), code, reason);
    }
}
