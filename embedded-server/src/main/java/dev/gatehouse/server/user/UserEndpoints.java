package dev.gatehouse.server.user;

import dev.gatehouse.model.api.Page;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.user.User;
import dev.gatehouse.model.user.UserState;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Endpoint.Method;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.log.Applied;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/users}. */
public final class UserEndpoints {

    private static final String ONE = UsersExchange.PATH + "/{id}";
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;
    static final int MAX_DORMANT_DAYS = 36_500;

    private final UserStore users;
    private final UserService service;
    private final Enforcements enforcements;

    public UserEndpoints(UserStore users, UserService service, Enforcements enforcements) {
        this.users = users;
        this.service = service;
        this.enforcements = enforcements;
    }

    /** The endpoints of this room. */
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.reads(Access.VIEWER, UsersExchange.PATH, "List users", Page.class, this::list)
                        .withQuery("q", "role", "state", "dormantDays", "sort", "cursor", "limit"),
                Endpoint.changes(Access.OPERATOR, Method.POST, UsersExchange.PATH, "Create a user",
                        UsersExchange.CreateRequest.class, UsersExchange.Changed.class, this::create).withStatus(201),
                Endpoint.reads(Access.VIEWER, ONE, "One user", User.class, exchange -> found(exchange.path("id"))),
                Endpoint.changes(Access.OPERATOR, Method.PATCH, ONE, "Change a user; needs If-Match",
                        UsersExchange.UpdateRequest.class, UsersExchange.Changed.class, this::update),
                Endpoint.changes(Access.OPERATOR, Method.DELETE, ONE, "Delete a user; needs If-Match", null,
                        UsersExchange.Deleted.class, this::delete),
                Endpoint.changes(Access.OPERATOR, Method.POST, ONE + "/restore",
                        "Bring a deleted user back within 24 hours", null, UsersExchange.Changed.class, this::restore),
                Endpoint.changes(Access.OPERATOR, Method.POST, ONE + "/ban", "Ban a user; its sessions end",
                        UsersExchange.BanRequest.class, UsersExchange.Enforced.class, this::ban),
                Endpoint.changes(Access.OPERATOR, Method.POST, ONE + "/unban", "Lift a ban", null,
                        UsersExchange.Enforced.class,
                        exchange -> enforced(service.unban(exchange.path("id"), permitted(exchange)))),
                Endpoint.changes(Access.OPERATOR, Method.POST, ONE + "/logout", "End every session of a user", null,
                        UsersExchange.Enforced.class,
                        exchange -> enforced(service.logout(exchange.path("id"), permitted(exchange)))),
                Endpoint.changes(Access.OPERATOR, Method.POST, ONE + "/password", "Set a user's password",
                        UsersExchange.PasswordRequest.class, UsersExchange.Enforced.class, this::password));
    }

    private Page<User> list(Exchange exchange) {
        String sort = exchange.query("sort");
        boolean descending = sort != null && sort.startsWith("-");
        String field = sort == null ? "username" : descending ? sort.substring(1) : sort;
        UserStore.Sort order = switch (field) {
            case "username" -> UserStore.Sort.USERNAME;
            case "createdAt" -> UserStore.Sort.CREATED_AT;
            case "updatedAt" -> UserStore.Sort.UPDATED_AT;
            case "lastLoginAt" -> UserStore.Sort.LAST_LOGIN_AT;
            default -> throw RequestFailure.invalid("sort",
                    "must be username, createdAt, updatedAt or lastLoginAt, with - before it for descending.");
        };
        return users.list(new UserStore.Query(filter(exchange), order, descending, exchange.query("cursor"),
                exchange.query("limit", DEFAULT_LIMIT, 1, MAX_LIMIT)));
    }

    /** The filter that a request names. */
    static UserStore.Filter filter(Exchange exchange) {
        int days = exchange.query("dormantDays", 0, 1, MAX_DORMANT_DAYS);
        return new UserStore.Filter(exchange.query("q"), choice(exchange, "role", Role.class),
                choice(exchange, "state", UserState.class), days == 0 ? null : days);
    }

    private static <E extends Enum<E>> @Nullable E choice(Exchange exchange, String name, Class<E> type) {
        String value = exchange.query(name);
        if (value == null) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(value)) {
                return constant;
            }
        }
        throw RequestFailure.invalid(name, "must be one of " + Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", ")) + ".");
    }

    private User found(String id) {
        User user = users.find(id);
        if (user == null) {
            throw new RequestFailure(ErrorCode.NOT_FOUND, "There is no such user; somebody may have deleted it.");
        }
        return user;
    }

    private UsersExchange.Changed create(Exchange exchange) {
        UsersExchange.CreateRequest request = exchange.body(UsersExchange.CreateRequest.class);
        mayGive(exchange.principal(), request.roles() == null ? Set.of() : request.roles());
        return service.create(request, exchange.actor());
    }

    private UsersExchange.Changed update(Exchange exchange) {
        long version = exchange.ifMatch();
        UsersExchange.UpdateRequest request = exchange.body(UsersExchange.UpdateRequest.class);
        Actor actor = permitted(exchange);
        if (request.roles() != null && !request.roles().equals(found(exchange.path("id")).roles())) {
            mayGive(exchange.principal(), request.roles());
        }
        return service.update(exchange.path("id"), version, request, actor);
    }

    private UsersExchange.Deleted delete(Exchange exchange) {
        return service.delete(exchange.path("id"), exchange.ifMatch(), permitted(exchange));
    }

    private UsersExchange.Changed restore(Exchange exchange) {
        User deleted = users.deleted(exchange.path("id"));
        if (deleted != null) {
            mayChange(exchange.principal(), deleted);
        }
        return service.restore(exchange.path("id"), exchange.actor());
    }

    private UsersExchange.Enforced ban(Exchange exchange) {
        return enforced(service.ban(exchange.path("id"), exchange.body(UsersExchange.BanRequest.class),
                permitted(exchange)));
    }

    private UsersExchange.Enforced password(Exchange exchange) {
        return enforced(service.password(exchange.path("id"), exchange.body(UsersExchange.PasswordRequest.class),
                permitted(exchange)));
    }

    private UsersExchange.Enforced enforced(Applied applied) {
        return new UsersExchange.Enforced(applied.position(), enforcements.of(applied.position()),
                service.user(applied));
    }

    /** Roles are given by administrators only. */
    static void mayGive(Principal who, Set<Role> roles) {
        if (!roles.isEmpty() && !who.may(Role.ADMIN)) {
            throw new RequestFailure(ErrorCode.FORBIDDEN, "Roles are given by administrators only.");
        }
    }

    /** An operator changes clients of the fleet; who has a role is changed by administrators only. */
    private Actor permitted(Exchange exchange) {
        mayChange(exchange.principal(), found(exchange.path("id")));
        return exchange.actor();
    }

    /** Lets those through who may change a user. */
    static void mayChange(Principal who, User user) {
        if (!user.roles().isEmpty() && !who.may(Role.ADMIN)) {
            throw new RequestFailure(ErrorCode.FORBIDDEN,
                    "Users with a role are changed by administrators only, and " + user.username() + " has one.");
        }
    }
}
