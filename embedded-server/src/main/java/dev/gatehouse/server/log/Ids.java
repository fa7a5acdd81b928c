package dev.gatehouse.server.log;

import com.github.f4b6a3.ulid.UlidCreator;

/** New ids: 26 characters that sort by the time of their making. */
public final class Ids {

    private Ids() {}

    /** An id that nobody has. */
    public static String next() {
        return UlidCreator.getMonotonicUlid().toString();
    }
}
