package dev.gatehouse.model.api;

import dev.gatehouse.model.auth.Lock;
import dev.gatehouse.model.auth.LockKind;
import java.util.List;
import java.util.Locale;

/** {@code /api/v1/locks}: doors shut by too many failures. {@code DELETE /{kind}/{subject}} opens one. */
public final class LocksExchange {

    public static final String PATH = "/api/v1/locks";

    private LocksExchange() {}

    /** The path of one lock; subjects are made of letters, digits, dots, colons and dashes. */
    public static String path(LockKind kind, String subject) {
        return PATH + "/" + kind.name().toLowerCase(Locale.ROOT) + "/" + subject;
    }

    /** The locks that hold now, the latest first. */
    public record Locks(List<Lock> items) {}
}
