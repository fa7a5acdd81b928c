package dev.gatehouse.server.log;

import java.time.Instant;

/**
 * A user that was deleted and can still be brought back.
 *
 * @param account as it was
 * @param at      when it was deleted
 */
public record DeletedAccount(Account account, Instant at) {}
