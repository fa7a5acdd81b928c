package dev.gatehouse.server.log;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.error.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the state says to a command; the same on every node. */
public sealed interface Decision {

    /** What was changed, before; absent where it did not exist. */
    @Nullable
    JsonNode before();

    /** It takes effect. */
    record Accepted(List<Effect> effects, @Nullable JsonNode before, @Nullable JsonNode after) implements Decision {

        public Accepted {
            effects = List.copyOf(effects);
        }
    }

    /**
     * It does not.
     *
     * @param detail one sentence for the one who asked
     */
    record Refused(ErrorCode code, String detail, @Nullable JsonNode before) implements Decision {}
}
