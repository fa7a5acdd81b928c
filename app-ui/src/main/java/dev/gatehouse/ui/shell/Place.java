package dev.gatehouse.ui.shell;

import org.kordamp.ikonli.feather.Feather;

/** Where the operator can be; Ctrl and the number go there. */
public enum Place {
    OVERVIEW(1, "place.overview", Feather.ACTIVITY),
    SESSIONS(2, "place.sessions", Feather.RADIO),
    USERS(3, "place.users", Feather.USERS),
    ROUTES(4, "place.routes", Feather.SHUFFLE),
    AUDIT(5, "place.audit", Feather.BOOK_OPEN),
    HEALTH(6, "place.health", Feather.HEART),
    SECURITY(7, "place.security", Feather.LOCK),
    MESSAGES(8, "place.messages", Feather.MESSAGE_SQUARE),
    TRACES(10, "place.traces", Feather.GIT_BRANCH),
    SETTINGS(9, "place.settings", Feather.SETTINGS);

    private final int digit;
    private final String key;
    private final Feather icon;

    Place(int digit, String key, Feather icon) {
        this.digit = digit;
        this.key = key;
        this.icon = icon;
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
