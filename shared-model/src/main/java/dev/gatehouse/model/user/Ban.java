package dev.gatehouse.model.user;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why and until when a user is kept out.
 *
 * @param until the first moment at which the user may enter again; absent means for good
 * @param by    the name of the operator who decided it
 */
public record Ban(String reason, @Nullable Instant until, Instant since, String by) {

    /** Whether the ban holds at {@code now}. */
    public boolean holdsAt(Instant now) {
        return until == null || now.isBefore(until);
    }
}
