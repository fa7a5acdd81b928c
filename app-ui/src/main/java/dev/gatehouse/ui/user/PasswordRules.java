package dev.gatehouse.ui.user;

/** What a new password must be, as far as it can be told while typing; the server has the last word. */
public final class PasswordRules {

    /** The fewest characters. */
    public static final int SHORTEST = 10;

    private PasswordRules() {}

    /** Whether it is long enough. */
    public static boolean longEnough(String password) {
        return password.codePointCount(0, password.length()) >= SHORTEST;
    }

    /** Whether it does not contain the user's name. */
    public static boolean withoutName(String password, String username) {
        return username.length() < 2
                || !password.toLowerCase(java.util.Locale.ROOT).contains(username.toLowerCase(java.util.Locale.ROOT));
    }

    /** Whether it has at least five different characters. */
    public static boolean varied(String password) {
        return password.codePoints().distinct().count() >= 5;
    }

    /** Whether all rules hold. */
    public static boolean hold(String password, String username) {
        return longEnough(password) && withoutName(password, username) && varied(password);
    }
}
