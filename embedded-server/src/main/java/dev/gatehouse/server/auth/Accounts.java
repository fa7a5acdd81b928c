package dev.gatehouse.server.auth;

import dev.gatehouse.server.log.Account;
import dev.gatehouse.server.log.SigningKey;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What authentication reads of users and keys. */
public interface Accounts {

    /** The user with this id. */
    @Nullable
    Account byId(String id);

    /** The user of this name, without regard to case. */
    @Nullable
    Account byUsername(String username);

    /** Tells the id and the folded name of every user. */
    void each(BiConsumer<String, String> user);

    /** Whether there is an administrator. */
    boolean hasAdmin();

    /** The signing key with this id. */
    @Nullable
    SigningKey key(String id);

    /** Every signing key known. */
    List<SigningKey> keys();

    /** Remembers a login; an earlier moment than the one remembered changes nothing. */
    void loggedIn(String id, Instant at);
}
