package dev.gatehouse.ui.client;

import java.util.Locale;

/** What a new password must be, as far as it can be told while typing; the server has the last word. */
public final class PasswordRules {

    /** The fewest characters that the server takes. */
    public static final int SHORTEST = 8;
    /** The most characters that the server takes. */
    public static final int LONGEST = 128;

    private PasswordRules() {}

    /** Whether its length will do. */
    public static boolean longEnough(String password) {
        return password.length() >= SHORTEST && password.length() <= LONGEST;
    }

    /** Whether it does not contain the user's name. */
    public static boolean withoutName(String password, String username) {
        return username.length() < 2
                || !password.toLowerCase(Locale.ROOT).contains(username.toLowerCase(Locale.ROOT));
    }

    /** Whether all rules hold. */
    public static boolean hold(String password, String username) {
        return longEnough(password) && withoutName(password, username);
    }
}
