package dev.gatehouse.server.log;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.machine.Machine;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.user.Ban;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Users, routes, keys and machines as the log has left them, and what a command does to them. */
public interface State {

    /** The user with this id. */
    @Nullable
    Account account(String id);

    /** How long after its deletion a user can be brought back. */
    Duration RESTORABLE = Duration.ofHours(24);

    /** The deleted user with this id, while it is remembered. */
    @Nullable
    DeletedAccount deleted(String id);

    /** Whether a user bears this name, without regard to case. */
    boolean hasUsername(String username);

    /** Whether a user other than {@code id} is an administrator with a password who is not banned at {@code at}. */
    boolean hasOtherAdmin(String id, Instant at);

    /** The route with this id. */
    @Nullable
    Route route(String id);

    /** Whether a signing key with this id is known. */
    boolean hasKey(String id);

    /** The machine with this id, retired or not. */
    @Nullable
    Machine machine(String id);

    /** Whether a machine that is not retired bears this name, without regard to case. */
    boolean hasMachineNamed(String name);

    /**
     * Decides a command. Pure: it depends on the state and the command alone, so that every node that reads the same
     * log comes to the same state.
     */
    static Decision apply(State state, Command command) {
        Decision overreach = Authority.overreach(state, command);
        if (overreach != null) {
            return overreach;
        }
        Instant at = command.at();
        return switch (command.change()) {
            case Change.CreateUser create -> createUser(state, command, create);
            case Change.UpdateUser update -> onUser(state, command, update.id(), account -> {
                Set<Role> roles = update.roles() == null ? account.user().roles() : update.roles();
                return withoutLosingAdmin(state, command, account, roles.contains(Role.ADMIN), () -> {
                    User old = account.user();
                    return put(account, new Account(
                            new User(old.id(), old.username(), replaced(old.displayName(), update.displayName()),
                                    replaced(old.email(), update.email()), roles, old.state(), old.ban(),
                                    old.lastLoginAt(), old.createdAt(), at, old.version() + 1),
                            account.passwordHash(), account.sessionsEndedAt()));
                });
            });
            case Change.DeleteUser delete -> onUser(state, command, delete.id(),
                    account -> withoutLosingAdmin(state, command, account, false,
                            () -> new Decision.Accepted(List.of(new Effect.RemoveAccount(account, at)),
                                    json(account.user()), null)));
            case Change.RestoreUser restore -> restoreUser(state, command, restore);
            case Change.BanUser ban -> onUser(state, command, ban.id(),
                    account -> withoutLosingAdmin(state, command, account, false,
                            () -> put(account, banned(account, ban, command))));
            case Change.UnbanUser unban -> onUser(state, command, unban.id(), account -> account.user().ban() == null
                    ? new Decision.Refused(ErrorCode.CONFLICT, "The user is not banned.", json(account.user()))
                    : put(account, new Account(changed(account.user(), UserState.ACTIVE, null, at),
                            account.passwordHash(), account.sessionsEndedAt())));
            case Change.SetPassword password -> onUser(state, command, password.id(), account -> put(account,
                    new Account(changed(account.user(), account.user().state(), account.user().ban(), at),
                            password.passwordHash(), at)));
            case Change.EndSessions end -> onUser(state, command, end.id(), account -> put(account,
                    new Account(changed(account.user(), account.user().state(), account.user().ban(), at),
                            account.passwordHash(), at)));
            case Change.CreateRoute create -> state.route(create.id()) != null
                    ? new Decision.Refused(ErrorCode.CONFLICT, "There is a route with this id.", null)
                    : put(null, new Route(create.id(), create.spec(), at, at, command.actor().name(), 1), "created");
            case Change.ReplaceRoute replace -> onRoute(state, command, replace.id(),
                    route -> put(route, next(route, replace.spec(), command), "replaced"));
            case Change.RollBackRoute rollBack -> onRoute(state, command, rollBack.id(),
                    route -> put(route, next(route, rollBack.spec(), command), "rolled-back"));
            case Change.DeleteRoute delete -> onRoute(state, command, delete.id(), route -> new Decision.Accepted(
                    List.of(new Effect.RemoveRoute(route.id(), route.version() + 1)), json(route), null));
            case Change.PublishKey key -> new Decision.Accepted(state.hasKey(key.id())
                    ? List.of()
                    : List.of(new Effect.PutKey(new SigningKey(key.id(), command.node(), key.publicKey(), at))), null,
                    json(key));
            case Change.RetireKey key -> state.hasKey(key.id())
                    ? new Decision.Accepted(List.of(new Effect.RemoveKey(key.id())), json(key), null)
                    : new Decision.Refused(ErrorCode.NOT_FOUND, "There is no such key; it may have been retired.",
                            null);
            case Change.RegisterMachine register -> MachineDecisions.register(state, command, register);
            case Change.RotateMachine rotate -> MachineDecisions.rotate(state, command, rotate);
            case Change.ClaimJob claim -> {
                String secret = claim.tableSecret();
                yield new Decision.Accepted(
                        secret == null ? List.of() : List.of(new Effect.PutJobSecret(claim.id(), secret, at)), null,
                        null);
            }
            case Change.RetireMachine retire -> MachineDecisions.retire(state, command, retire);
        };
    }

    private static Decision createUser(State state, Command command, Change.CreateUser create) {
        if (state.hasUsername(create.username())) {
            return new Decision.Refused(ErrorCode.USERNAME_TAKEN,
                    "There is a user named " + create.username() + " already.", null);
        }
        if (state.account(create.id()) != null || state.deleted(create.id()) != null) {
            return new Decision.Refused(ErrorCode.CONFLICT, "There is or was a user with this id.", null);
        }
        User user = new User(create.id(), create.username(), replaced(null, create.displayName()),
                replaced(null, create.email()), create.roles(), UserState.ACTIVE, null, null, command.at(),
                command.at(), 1);
        return new Decision.Accepted(
                List.of(new Effect.PutAccount(new Account(user, create.passwordHash(), Instant.EPOCH))), null,
                json(user));
    }

    private static Decision restoreUser(State state, Command command, Change.RestoreUser restore) {
        if (state.account(restore.id()) != null) {
            return new Decision.Refused(ErrorCode.CONFLICT, "The user is there; there is nothing to bring back.", null);
        }
        DeletedAccount deleted = state.deleted(restore.id());
        if (deleted == null || command.at().isAfter(deleted.at().plus(RESTORABLE))) {
            return new Decision.Refused(ErrorCode.NOT_FOUND, "There is no deleted user with this id; a user can be"
                    + " brought back for " + RESTORABLE.toHours() + " hours.", null);
        }
        User old = deleted.account().user();
        if (state.hasUsername(old.username())) {
            return new Decision.Refused(ErrorCode.USERNAME_TAKEN, "Another user is named " + old.username()
                    + " by now, so this one cannot come back.", null);
        }
        User back = changed(old, old.state(), old.ban(), command.at());
        return new Decision.Accepted(
                List.of(new Effect.PutAccount(new Account(back, deleted.account().passwordHash(), command.at())),
                        new Effect.ForgetDeleted(old.id())),
                null, json(back));
    }

    private static Decision onUser(State state, Command command, String id, Function<Account, Decision> then) {
        Account account = state.account(id);
        if (account == null) {
            return new Decision.Refused(ErrorCode.NOT_FOUND, "There is no such user; somebody may have deleted it.",
                    null);
        }
        Decision stale = staleness(command, account.user().version(), json(account.user()));
        return stale == null ? then.apply(account) : stale;
    }

    private static Decision onRoute(State state, Command command, String id, Function<Route, Decision> then) {
        Route route = state.route(id);
        if (route == null) {
            return new Decision.Refused(ErrorCode.NOT_FOUND, "There is no such route; somebody may have deleted it.",
                    null);
        }
        Decision stale = staleness(command, route.version(), json(route));
        return stale == null ? then.apply(route) : stale;
    }

    /** Why a command that was made upon another version is refused; absent where it was made upon this one, or any. */
    static @Nullable Decision staleness(Command command, long version, JsonNode current) {
        Long expected = command.expectedVersion();
        return expected == null || expected == version
                ? null
                : new Decision.Refused(ErrorCode.STALE_VERSION,
                        "It is at version %d now, and the change was made upon version %d. Load it and look again."
                                .formatted(version, expected),
                        current);
    }

    private static Decision withoutLosingAdmin(State state, Command command, Account account, boolean staysAdmin,
            Supplier<Decision> then) {
        boolean loses = account.user().roles().contains(Role.ADMIN) && !staysAdmin;
        return loses && !state.hasOtherAdmin(account.user().id(), command.at())
                ? new Decision.Refused(ErrorCode.CONFLICT,
                        "This is the last administrator who can sign in. Give another user the role admin first.",
                        json(account.user()))
                : then.get();
    }

    private static Account banned(Account account, Change.BanUser ban, Command command) {
        Ban decided = new Ban(ban.reason(), ban.until(), command.at(), command.actor().name());
        return new Account(changed(account.user(), UserState.BANNED, decided, command.at()), account.passwordHash(),
                command.at());
    }

    private static User changed(User user, UserState state, @Nullable Ban ban, Instant at) {
        return new User(user.id(), user.username(), user.displayName(), user.email(), user.roles(), state, ban,
                user.lastLoginAt(), user.createdAt(), at, user.version() + 1);
    }

    private static @Nullable String replaced(@Nullable String old, @Nullable String wanted) {
        if (wanted == null) {
            return old;
        }
        return wanted.isBlank() ? null : wanted.strip();
    }

    private static Route next(Route route, RouteSpec spec, Command command) {
        return new Route(route.id(), spec, route.createdAt(), command.at(), command.actor().name(),
                route.version() + 1);
    }

    private static Decision put(Account before, Account after) {
        return new Decision.Accepted(List.of(new Effect.PutAccount(after)), json(before.user()), json(after.user()));
    }

    private static Decision put(@Nullable Route before, Route after, String change) {
        return new Decision.Accepted(List.of(new Effect.PutRoute(after, change)),
                before == null ? null : json(before), json(after));
    }

    private static JsonNode json(Object value) {
        return Json.LENIENT.valueToTree(value);
    }

    /** A username as it is compared. */
    static String folded(String username) {
        return username.toLowerCase(Locale.ROOT);
    }
}
