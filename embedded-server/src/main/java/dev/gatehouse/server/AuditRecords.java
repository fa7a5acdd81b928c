package dev.gatehouse.server;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.auth.AuthEvent;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.Change;
import dev.gatehouse.server.log.Command;
import dev.gatehouse.server.log.Decision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the features did, in the words of the audit. */
final class AuditRecords {

    private AuditRecords() {}

    /** The record of a command that came round. */
    static AuditDraft of(Applied applied) {
        Command command = applied.command();
        AuditDraft draft = AuditDraft
                .of(command.actor(), action(command.change()), resource(command.change()), outcome(applied.decision()),
                        command.at())
                .withCause(applied.position()).withTraceparent(command.traceparent())
                .withReason(reason(command.change(), applied.decision())).withIntent(command.intention());
        return switch (applied.decision()) {
            case Decision.Accepted accepted -> draft.withChange(accepted.before(), accepted.after());
            case Decision.Refused refused -> draft.withChange(refused.before(), null);
        };
    }

    private static Outcome outcome(Decision decision) {
        return switch (decision) {
            case Decision.Accepted _ -> Outcome.ACCEPTED;
            case Decision.Refused _ -> Outcome.REFUSED;
        };
    }

    private static @Nullable String reason(Change change, Decision decision) {
        return switch (decision) {
            case Decision.Refused refused -> refused.code().code();
            case Decision.Accepted _ -> change instanceof Change.BanUser ban ? ban.reason() : null;
        };
    }

    private static Action action(Change change) {
        return switch (change) {
            case Change.CreateUser _ -> Action.USER_CREATE;
            case Change.UpdateUser _ -> Action.USER_UPDATE;
            case Change.DeleteUser _ -> Action.USER_DELETE;
            case Change.RestoreUser _ -> Action.USER_RESTORE;
            case Change.BanUser _ -> Action.USER_BAN;
            case Change.UnbanUser _ -> Action.USER_UNBAN;
            case Change.SetPassword _ -> Action.USER_PASSWORD;
            case Change.EndSessions _ -> Action.USER_LOGOUT;
            case Change.CreateRoute _ -> Action.ROUTE_CREATE;
            case Change.ReplaceRoute _ -> Action.ROUTE_REPLACE;
            case Change.RollBackRoute _ -> Action.ROUTE_ROLLBACK;
            case Change.DeleteRoute _ -> Action.ROUTE_DELETE;
            case Change.PublishKey _ -> Action.KEY_PUBLISH;
            case Change.RetireKey _ -> Action.KEY_RETIRE;
            case Change.RegisterMachine _ -> Action.MACHINE_REGISTER;
            case Change.RotateMachine _ -> Action.MACHINE_ROTATE;
            case Change.RetireMachine _ -> Action.MACHINE_RETIRE;
            case Change.ClaimJob _ -> Action.JOB_CLAIM;
        };
    }

    private static String resource(Change change) {
        String noun = switch (change) {
            case Change.CreateUser _,Change.UpdateUser _,Change.DeleteUser _,Change.RestoreUser _,Change.BanUser _,Change.UnbanUser _,Change.SetPassword _,Change.EndSessions _ ->
                "user";
            case Change.CreateRoute _,Change.ReplaceRoute _,Change.RollBackRoute _,Change.DeleteRoute _ -> "route";
            case Change.PublishKey _,Change.RetireKey _ -> "key";
            case Change.RegisterMachine _,Change.RotateMachine _,Change.RetireMachine _ -> "machine";
            case Change.ClaimJob _ -> "job";
        };
        return noun + "/" + change.id();
    }

    /** The record of something about signing in. */
    static AuditDraft of(AuthEvent event, Instant at) {
        Action action = switch (event.kind()) {
            case LOGIN -> Action.AUTH_LOGIN;
            case LOGOUT -> Action.AUTH_LOGOUT;
            case REFRESH_REUSED -> Action.AUTH_REFRESH_REUSED;
            case TOKEN_REVOKED -> Action.AUTH_TOKEN_REVOKED;
            case LOCKED -> Action.AUTH_LOCKED;
            case SESSION_END -> Action.AUTH_SESSION_END;
        };
        return AuditDraft.of(event.actor(), action, event.resource(), event.outcome(), at)
                .withReason(event.reason()).withTraceparent(Trace.current().traceparent());
    }

    /** The record of a request to change something that was not let through to its feature. */
    static AuditDraft refused(Endpoint endpoint, String path, Actor actor, RequestFailure failure, Instant at) {
        Outcome outcome = failure.code().status() >= 500 ? Outcome.FAILED : Outcome.REFUSED;
        return AuditDraft.of(actor, Action.CALL_REFUSE, endpoint.method() + " " + path, outcome, at)
                .withReason(failure.code().code()).withTraceparent(Trace.current().traceparent());
    }

    /** The record of somebody who read the audit, or opened a window on it. */
    static AuditDraft read(Actor actor, String address, Instant at) {
        return AuditDraft.of(actor, Action.AUDIT_READ, "audit", Outcome.ACCEPTED, at)
                .withChange(null, Json.LENIENT.createObjectNode().put("read", address))
                .withTraceparent(Trace.current().traceparent());
    }
}
