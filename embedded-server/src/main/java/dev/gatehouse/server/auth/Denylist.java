package dev.gatehouse.server.auth;

import java.time.Instant;
import java.util.Map;

/** Sessions whose tokens are no longer good although they have not expired, shared by all nodes. */
public interface Denylist {

    /** Denies a session until its last access token has expired. */
    void deny(String sessionHash, Instant until);

    /** Everything denied now, with the moment until which it is. */
    Map<String, Instant> all();
}
