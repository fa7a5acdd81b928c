package dev.gatehouse.server.auth;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token: the session's id, 128 random bits that all tokens of the session have in common and that tell an old
 * one from a guess, and 256 random bits of its own.
 *
 * @param text the whole, {@code <sid>.<family>.<secret>}
 */
record RefreshToken(String sid, String family, String text) {

    private static final Pattern FORM = Pattern
            .compile("([0-9A-HJKMNP-TV-Z]{26})\\.([A-Za-z0-9_-]{22})\\.[A-Za-z0-9_-]{43}");

    /** The token that a text is; absent where it has not the form of one. */
    static @Nullable RefreshToken parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? new RefreshToken(form.group(1), form.group(2), text) : null;
    }

    /** What is kept of it. */
    String hash() {
        return Tokens.hash(text);
    }

    /** What is kept of its family. */
    String familyHash() {
        return Tokens.hash(sid + "." + family);
    }

    @Override
    public String toString() {
        return "RefreshToken[sid=" + sid + "]";
    }
}
