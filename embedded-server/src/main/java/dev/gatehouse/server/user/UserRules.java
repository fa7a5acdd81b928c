package dev.gatehouse.server.user;

import dev.gatehouse.model.error.FieldError;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may be said of a user. Each check adds what is wrong. */
final class UserRules {

    private static final Pattern USERNAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]{1,63}");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]{1,64}@[^\\s@]{1,190}");
    private static final int MAX_DISPLAY_NAME = 100;
    private static final int MAX_REASON = 500;

    private UserRules() {}

    /** @param username without space around it; empty where there is none */
    static void checkUsername(String username, List<FieldError> errors) {
        if (username.isEmpty()) {
            errors.add(new FieldError("username", "is needed."));
        } else if (!USERNAME.matcher(username).matches()) {
            errors.add(new FieldError("username",
                    "must have 2 to 64 letters, digits or . _ - @ +, and begin with a letter or digit."));
        }
    }

    static void checkProfile(@Nullable String displayName, @Nullable String email, List<FieldError> errors) {
        if (displayName != null && displayName.strip().length() > MAX_DISPLAY_NAME) {
            errors.add(new FieldError("displayName", "has at most " + MAX_DISPLAY_NAME + " characters."));
        }
        if (email != null && !email.isBlank() && !EMAIL.matcher(email.strip()).matches()) {
            errors.add(new FieldError("email", "must look like name@example.com."));
        }
    }

    /** @param reason without space around it; empty where there is none */
    static void checkReason(String reason, List<FieldError> errors) {
        if (reason.isEmpty() || reason.length() > MAX_REASON) {
            errors.add(new FieldError("reason", "is needed, with at most " + MAX_REASON + " characters."));
        }
    }
}
