package dev.gatehouse.server.log;

import dev.gatehouse.model.user.User;
import java.time.Instant;

/**
 * A user together with what only the server may know.
 *
 * @param passwordHash    an Argon2id hash in PHC string format; empty for a user who cannot sign in with a password
 * @param sessionsEndedAt tokens issued until this moment are over
 */
public record Account(User user, String passwordHash, Instant sessionsEndedAt) {

    @Override
    public String toString() {
        return "Account[" + user.id() + " " + user.username() + "]";
    }
}
