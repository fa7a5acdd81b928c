package dev.gatehouse.ui.user;

import dev.gatehouse.model.user.User;
import java.time.Duration;
import java.time.Instant;

/** How long somebody has not come: since the last login, or since the user was made where there was none. */
public final class Dormancy {

    /** From so many days on it is told. */
    public static final long TOLD_FROM = 30;
    /** From so many days on it is a warning. */
    public static final long WARNING_FROM = 90;

    private Dormancy() {}

    /** Whole days at {@code now}. */
    public static long days(User user, Instant now) {
        Instant last = user.lastLoginAt() == null ? user.createdAt() : user.lastLoginAt();
        return Math.max(0, Duration.between(last, now).toDays());
    }
}
