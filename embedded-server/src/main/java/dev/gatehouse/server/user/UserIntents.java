package dev.gatehouse.server.user;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.intent.IntentKind;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.user.User;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.intent.IntentNoun;
import dev.gatehouse.server.log.Change;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes of users that wait. */
public final class UserIntents implements IntentNoun {

    private final UserStore users;
    private final UserService service;

    public UserIntents(UserStore users, UserService service) {
        this.users = users;
        this.service = service;
    }

    @Override
    public Set<IntentKind> kinds() {
        return Set.of(IntentKind.USER_CREATE, IntentKind.USER_UPDATE, IntentKind.USER_UNBAN, IntentKind.USER_BAN,
                IntentKind.USER_LOGOUT, IntentKind.USER_DELETE);
    }

    @Override
    public Change change(Wish wish, Principal who) {
        String id = wish.target();
        if (!wish.kind().creates()) {
            UserEndpoints.mayChange(who, found(id));
        }
        return switch (wish.kind()) {
            case USER_CREATE -> {
                UsersExchange.CreateRequest request = body(wish, UsersExchange.CreateRequest.class);
                UserEndpoints.mayGive(who, request.roles() == null ? Set.of() : request.roles());
                yield service.creation(id, request);
            }
            case USER_UPDATE -> {
                UsersExchange.UpdateRequest request = body(wish, UsersExchange.UpdateRequest.class);
                if (request.roles() != null && !request.roles().equals(found(id).roles())) {
                    UserEndpoints.mayGive(who, request.roles());
                }
                yield UserService.edit(id, request);
            }
            case USER_UNBAN -> new Change.UnbanUser(id);
            case USER_BAN -> service.banning(id, body(wish, UsersExchange.BanRequest.class), who.userId());
            case USER_LOGOUT -> new Change.EndSessions(id);
            case USER_DELETE -> UserService.deletion(id, who.userId());
            case ROUTE_CREATE, ROUTE_REPLACE, ROUTE_DELETE ->
                throw new IllegalArgumentException(wish.kind() + " is not about a user");
        };
    }

    @Override
    public @Nullable JsonNode current(String target) {
        User user = users.find(target);
        return user == null ? null : Json.LENIENT.valueToTree(user);
    }

    @Override
    public String title(Wish wish) {
        User user = users.find(wish.target());
        JsonNode body = wish.body();
        return user != null ? user.username() : body == null ? wish.target() : body.path("username").asText();
    }

    @Override
    public @Nullable JsonNode withoutSecrets(@Nullable JsonNode body) {
        if (body instanceof ObjectNode fields && fields.has("password")) {
            ObjectNode rest = fields.deepCopy();
            rest.remove("password");
            return rest;
        }
        return body;
    }

    private User found(String id) {
        User user = users.find(id);
        if (user == null) {
            throw new RequestFailure(ErrorCode.NOT_FOUND, "There is no such user; somebody may have deleted it.");
        }
        return user;
    }

    private static <T> T body(Wish wish, Class<T> type) {
        try {
            JsonNode body = wish.body();
            return Json.STRICT.treeToValue(body == null ? Json.STRICT.createObjectNode() : body, type);
        } catch (JsonProcessingException e) {
            throw RequestFailure.invalid("body", "is not what " + wish.kind().code() + " takes: "
                    + e.getOriginalMessage());
        }
    }
}
