package dev.gatehouse.server;

import dev.gatehouse.model.message.CloseCode;
import dev.gatehouse.server.live.LiveFeed;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.Change;
import dev.gatehouse.server.log.ChangeListener;
import dev.gatehouse.server.log.Decision;
import dev.gatehouse.server.session.EnforcementReports;
import dev.gatehouse.server.session.SessionService;
import java.util.function.BooleanSupplier;

/**
 * Ends what a change of a user forbids, on this node, and tells the others that it has; every node does so for its own
 * sockets. What the node reads of the past while it catches up is nobody's news.
 */
final class Enforcer implements ChangeListener {

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

    @Override
    public void applied(Applied applied) {
        if (applied.repeat() || !(applied.decision() instanceof Decision.Accepted)) {
            return;
        }
        String by = applied.command().actor().name();
        switch (applied.command().change()) {
            case Change.BanUser ban -> end(ban.id(), CloseCode.BANNED, ban.reason(), by);
            case Change.DeleteUser delete -> end(delete.id(), CloseCode.SESSION_OVER, "the user was deleted", by);
            case Change.SetPassword password -> end(password.id(), CloseCode.SESSION_OVER,
                    "the password was changed", by);
            case Change.EndSessions end -> end(end.id(), CloseCode.SESSION_OVER, "signed out by an operator", by);
            case Change.UpdateUser update -> feed.end(principal -> principal.userId().equals(update.id()),
                    CloseCode.SESSION_OVER, "the roles may have changed");
            case Change.CreateUser _,Change.RestoreUser _,Change.UnbanUser _,Change.CreateRoute _,Change.ReplaceRoute _,Change.RollBackRoute _,Change.DeleteRoute _,Change.PublishKey _,Change.RetireKey _,Change.RegisterMachine _,Change.RotateMachine _,Change.RetireMachine _ -> {
                // These end nobody's session.
            }
        }
        if (isAnswered(applied.command().change()) && caughtUp.getAsBoolean()) {
            reports.enforced(applied.position().offset());
        }
    }

    /** Whether whoever asked for the change is told how far the nodes have come with it. */
    private static boolean isAnswered(Change change) {
        return change instanceof Change.BanUser || change instanceof Change.UnbanUser
                || change instanceof Change.EndSessions || change instanceof Change.SetPassword
                || change instanceof Change.DeleteUser;
    }

    private void end(String userId, CloseCode code, String reason, String by) {
        sessions.end(session -> session.user().equals(userId), code, reason, by);
        feed.end(principal -> principal.userId().equals(userId), code, reason);
    }
}
