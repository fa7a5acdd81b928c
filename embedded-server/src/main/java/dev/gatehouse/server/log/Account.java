package dev.gatehouse.server.log;

import dev.gatehouse.model.user.Ban;
import dev.gatehouse.model.user.User;
import java.time.Instant;

/**
 * A user together with what only the server may know.
 *
 * @param passwordHash    an Argon2id hash in PHC string format; empty for a user who cannot sign in with a password
 * @param sessionsEndedAt sessions that began until this moment are over
 */
public record Account(User user, String passwordHash, Instant sessionsEndedAt) {

    /** Whether a session that began at {@code loginAt} is still good at {@code now}, for all that the user decides. */
    public boolean keeps(Instant loginAt, Instant now) {
        Ban ban = user.ban();
        return loginAt.isAfter(sessionsEndedAt) && (ban == null || !ban.holdsAt(now));
    }

    @Override
    public String toString() {
        return "Account[" + user.id() + " " + user.username() + "]";
    }
}
