package dev.gatehouse.ui.shell;

import dev.gatehouse.ui.client.Source;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.kordamp.ikonli.feather.Feather;

/** Where the operator can be; Ctrl and the number go there. */
public enum Place {
    OVERVIEW(1, "place.overview", Feather.ACTIVITY, EnumSet.of(Source.STATS)),
    SESSIONS(2, "place.sessions", Feather.RADIO, EnumSet.of(Source.SESSIONS)),
    USERS(3, "place.users", Feather.USERS, EnumSet.of(Source.USERS)),
    ROUTES(4, "place.routes", Feather.SHUFFLE, EnumSet.of(Source.ROUTES)),
    AUDIT(5, "place.audit", Feather.BOOK_OPEN, EnumSet.of(Source.AUDIT)),
    HEALTH(6, "place.health", Feather.HEART, EnumSet.of(Source.HEALTH)),
    SECURITY(7, "place.security", Feather.LOCK, EnumSet.of(Source.SECURITY)),
    MESSAGES(8, "place.messages", Feather.MESSAGE_SQUARE, EnumSet.of(Source.MESSAGES)),
    SETTINGS(9, "place.settings", Feather.SETTINGS, EnumSet.noneOf(Source.class));

    private final int digit;
    private final String key;
    private final Feather icon;

    private final Set<Source> sources;

    Place(int digit, String key, Feather icon, Set<Source> sources) {
        this.sources = Collections.unmodifiableSet(sources);
        this.digit = digit;
        this.key = key;
        this.icon = icon;
    }

    /** Where it gets what it shows. */
    public Set<Source> sources() {
        return sources;
    }

    /** The key of its name. */
    public String key() {
        return key;
    }

    public Feather icon() {
        return icon;
    }

    /** The digit of its shortcut. */
    public int digit() {
        return digit;
    }
}
