package dev.gatehouse.server.intent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.intent.IntentKind;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.log.Change;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A kind of resource whose changes can wait. */
public interface IntentNoun {

    /**
     * What somebody asks for.
     *
     * @param target what is to be changed; an id that nobody has for one that is to be made
     */
    record Wish(IntentKind kind, String target, @Nullable JsonNode body) {}

    /** The kinds of intents that it understands. */
    Set<IntentKind> kinds();

    /**
     * Checks a wish as its endpoint would, and makes a command of it.
     *
     * @throws dev.gatehouse.server.call.RequestFailure where it makes no sense or is not for {@code who} to ask
     */
    Change change(Wish wish, Principal who);

    /** The resource as this node has it; absent where there is none. */
    @Nullable
    JsonNode current(String target);

    /** What people call the one that a wish is about. */
    String title(Wish wish);

    /** A wish's body without what must not be kept. */
    @Nullable
    JsonNode withoutSecrets(@Nullable JsonNode body);
}
