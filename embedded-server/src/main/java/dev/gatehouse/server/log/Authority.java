package dev.gatehouse.server.log;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.machine.Machine;
import dev.gatehouse.model.user.Ban;
import dev.gatehouse.model.user.User;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether whoever gave a command may still give it when it is applied: only administrators give roles and change those
 * who have one. A node asks this before it appends a command; here it is asked once more, where the order of the log has
 * settled who is what. Who is no user, such as the node itself, was judged before. What was kept until the log was back is
 * its author's to ask only who is an operator by then.
 */
final class Authority {

    private Authority() {}

    /** Why the command is not its actor's to give, if it is not. */
    static @Nullable Decision overreach(State state, Command command) {
        Actor actor = command.actor();
        if (command.intention() != null && !mayStillChange(state, command)) {
            return new Decision.Refused(ErrorCode.FORBIDDEN, "It was kept until the log was back, and by then "
                    + actor.name() + ", who asked for it, was no operator any more.", null);
        }
        return isOfThoseWithRoles(state, command.change(), actor) && !isJudgedElsewhere(state, actor)
                && !isAdministrator(state.account(actor.id()), command)
                        ? new Decision.Refused(ErrorCode.FORBIDDEN,
                                "Roles, and users with a role, are changed by administrators only.", null)
                        : null;
    }

    /** Whether whoever asked for what was kept since is an operator even now, user or machine. */
    private static boolean mayStillChange(State state, Command command) {
        Account account = state.account(command.actor().id());
        if (account != null) {
            Ban ban = account.user().ban();
            return account.user().roles().stream().anyMatch(role -> role.includes(Role.OPERATOR))
                    && (ban == null || !ban.holdsAt(command.at()));
        }
        Machine machine = state.machine(command.actor().id());
        return machine != null && machine.retiredAt() == null && machine.role().includes(Role.OPERATOR);
    }

    private static boolean isOfThoseWithRoles(State state, Change change, Actor actor) {
        return switch (change) {
            case Change.CreateUser create -> !create.roles().isEmpty();
            case Change.UpdateUser update -> (update.roles() != null && !update.roles().isEmpty())
                    || hasRole(state.account(update.id()));
            case Change.RestoreUser restore -> {
                DeletedAccount deleted = state.deleted(restore.id());
                yield deleted != null && hasRole(deleted.account());
            }
            case Change.SetPassword password -> !password.id().equals(actor.id())
                    && hasRole(state.account(password.id()));
            case Change.DeleteUser _,Change.BanUser _,Change.UnbanUser _,Change.EndSessions _ ->
                hasRole(state.account(change.id()));
            case Change.CreateRoute _,Change.ReplaceRoute _,Change.RollBackRoute _,Change.DeleteRoute _,Change.PublishKey _,Change.RetireKey _,Change.RegisterMachine _,Change.RotateMachine _,Change.RetireMachine _,Change.ClaimJob _ ->
                false;
        };
    }

    private static boolean hasRole(@Nullable Account account) {
        return account != null && !account.user().roles().isEmpty();
    }

    private static boolean isJudgedElsewhere(State state, Actor actor) {
        return state.account(actor.id()) == null && state.deleted(actor.id()) == null;
    }

    private static boolean isAdministrator(@Nullable Account account, Command command) {
        if (account == null) {
            return false;
        }
        User user = account.user();
        Ban ban = user.ban();
        Set<Role> roles = user.roles();
        return roles.contains(Role.ADMIN) && (ban == null || !ban.holdsAt(command.at()));
    }
}
