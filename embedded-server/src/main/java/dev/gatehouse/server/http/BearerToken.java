package dev.gatehouse.server.http;

import org.jspecify.annotations.Nullable;

/** The access token in a header {@code Authorization: Bearer}, RFC 6750 section 2.1. */
final class BearerToken {

    private static final String SCHEME = "Bearer ";

    private BearerToken() {}

    /** The token; absent where there is no header or it is of another scheme. */
    static @Nullable String of(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : null;
    }
}
