package dev.gatehouse.model.auth;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A door that is shut for a while after too many failures.
 *
 * @param subject  the user's id or the address
 * @param name     the username, where the subject is a user that exists
 * @param failures how many led to it
 * @param since    when the door was shut
 * @param until    when it opens by itself
 */
public record Lock(LockKind kind, String subject, @Nullable String name, long failures, Instant since, Instant until) {}
