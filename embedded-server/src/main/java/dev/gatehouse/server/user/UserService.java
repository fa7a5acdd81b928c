package dev.gatehouse.server.user;

import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.user.User;
import dev.gatehouse.server.auth.Passwords;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.log.Account;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.Change;
import dev.gatehouse.server.log.ChangeLog;
import dev.gatehouse.server.log.Decision;
import dev.gatehouse.server.log.Effect;
import dev.gatehouse.server.log.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The commands that change users. Each is checked here, decided by the log's order, and answered when it is in. */
public final class UserService {

    private final ChangeLog changes;
    private final Passwords passwords;
    private final Clock clock;

    public UserService(ChangeLog changes, Passwords passwords, Clock clock) {
        this.changes = changes;
        this.passwords = passwords;
        this.clock = clock;
    }

    /** Creates a user. */
    public UsersExchange.Changed create(UsersExchange.CreateRequest request, Actor actor) {
        return changed(changes.submit(creation(Ids.next(), request), null, actor));
    }

    /** The command that creates a user. */
    Change.CreateUser creation(String id, UsersExchange.CreateRequest request) {
        List<FieldError> errors = new ArrayList<>();
        String username = request.username() == null ? "" : request.username().strip();
        UserRules.checkUsername(username, errors);
        Passwords.fault("password", request.password()).ifPresent(errors::add);
        UserRules.checkProfile(request.displayName(), request.email(), errors);
        if (!errors.isEmpty()) {
            throw RequestFailure.invalid(errors);
        }
        String hash = passwords.hash(String.valueOf(request.password()));
        Set<Role> roles = request.roles() == null ? Set.of() : request.roles();
        return new Change.CreateUser(id, username, request.displayName(), request.email(), roles, hash);
    }

    /** Changes a user's profile or roles. */
    UsersExchange.Changed update(String id, long version, UsersExchange.UpdateRequest request, Actor actor) {
        return changed(changes.submit(edit(id, request), version, actor));
    }

    /** The command that changes a user's profile or roles. */
    static Change.UpdateUser edit(String id, UsersExchange.UpdateRequest request) {
        List<FieldError> errors = new ArrayList<>();
        UserRules.checkProfile(request.displayName(), request.email(), errors);
        if (request.displayName() == null && request.email() == null && request.roles() == null) {
            errors.add(new FieldError("", "Give at least one of displayName, email and roles."));
        }
        if (!errors.isEmpty()) {
            throw RequestFailure.invalid(errors);
        }
        return new Change.UpdateUser(id, request.displayName(), request.email(), request.roles());
    }

    /** Deletes a user; its sessions end. */
    UsersExchange.Deleted delete(String id, long version, Actor actor) {
        return new UsersExchange.Deleted(changes.submit(deletion(id, actor.id()), version, actor).position());
    }

    /** The command that deletes a user. */
    static Change.DeleteUser deletion(String id, String by) {
        notOneself(id, by, "delete");
        return new Change.DeleteUser(id);
    }

    /** Brings a deleted user back; it has to sign in anew. */
    UsersExchange.Changed restore(String id, Actor actor) {
        return changed(changes.submit(new Change.RestoreUser(id), null, actor));
    }

    /** Bans a user; its sessions end. */
    Applied ban(String id, UsersExchange.BanRequest request, Actor actor) {
        return changes.submit(banning(id, request, actor.id()), null, actor);
    }

    /** The command that bans a user. */
    Change.BanUser banning(String id, UsersExchange.BanRequest request, String by) {
        List<FieldError> errors = new ArrayList<>();
        String reason = request.reason() == null ? "" : request.reason().strip();
        UserRules.checkReason(reason, errors);
        Instant until = request.until();
        if (until != null && !until.isAfter(clock.instant())) {
            errors.add(new FieldError("until", "must be in the future, or absent to ban for good."));
        }
        if (!errors.isEmpty()) {
            throw RequestFailure.invalid(errors);
        }
        notOneself(id, by, "ban");
        return new Change.BanUser(id, reason, until);
    }

    /** Lifts a ban. */
    Applied unban(String id, Actor actor) {
        return changes.submit(new Change.UnbanUser(id), null, actor);
    }

    /** Ends every session of a user. */
    Applied logout(String id, Actor actor) {
        return changes.submit(new Change.EndSessions(id), null, actor);
    }

    /** Gives a user a new password; its sessions end. */
    public Applied password(String id, UsersExchange.PasswordRequest request, Actor actor) {
        String hash = passwords.hash(Passwords.required("password", request.password()));
        return changes.submit(new Change.SetPassword(id, hash), null, actor);
    }

    private static void notOneself(String id, String by, String verb) {
        if (id.equals(by)) {
            throw new RequestFailure(ErrorCode.CONFLICT, "You cannot " + verb + " yourself; ask another operator.");
        }
    }

    private UsersExchange.Changed changed(Applied applied) {
        return new UsersExchange.Changed(user(applied), applied.position());
    }

    /** The user as an accepted command left it. */
    User user(Applied applied) {
        if (applied.decision() instanceof Decision.Accepted accepted
                && accepted.effects().getFirst() instanceof Effect.PutAccount(Account account)) {
            return account.user().asOf(clock.instant());
        }
        throw new IllegalStateException("The change at " + applied.position() + " left no user");
    }
}
