package dev.gatehouse.ui.shell;

import dev.gatehouse.ui.client.Source;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Where the operator can be; Ctrl and the number go there. */
public enum Place {
    OVERVIEW(1, "place.overview", Feather.ACTIVITY, Source.STATS),
    SESSIONS(2, "place.sessions", Feather.RADIO, Source.SESSIONS),
    USERS(3, "place.users", Feather.USERS, Source.USERS),
    ROUTES(4, "place.routes", Feather.SHUFFLE, Source.ROUTES),
    AUDIT(5, "place.audit", Feather.BOOK_OPEN, Source.AUDIT),
    HEALTH(6, "place.health", Feather.HEART, Source.HEALTH),
    SECURITY(7, "place.security", Feather.LOCK, Source.SECURITY),
    MESSAGES(8, "place.messages", Feather.MESSAGE_SQUARE, Source.MESSAGES),
    TRACES(10, "place.traces", Feather.GIT_BRANCH, null),
    SETTINGS(9, "place.settings", Feather.SETTINGS, null);

    private final int digit;
    private final String key;
    private final Feather icon;
    private final @Nullable Source source;

    Place(int digit, String key, Feather icon, @Nullable Source source) {
        this.source = source;
        this.digit = digit;
        this.key = key;
        this.icon = icon;
    }

    /** Where it gets what it shows; nothing where it says itself how old that is. */
    public Set<Source> sources() {
        return source == null ? Set.of() : Set.of(source);
    }

    /** The key of its name. */
    public String key() {
        return key;
    }

    public Feather icon() {
        return icon;
    }

    /** The digit of its shortcut, 10 for the key 0. */
    public int digit() {
        return digit;
    }

    /** Its shortcut, as it is written on keys. */
    public String shortcut() {
        return "Ctrl+" + digit % 10;
    }
}
