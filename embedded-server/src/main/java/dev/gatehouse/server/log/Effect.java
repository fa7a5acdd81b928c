package dev.gatehouse.server.log;

import dev.gatehouse.model.machine.Machine;
import dev.gatehouse.model.route.Route;
import java.time.Instant;

/** What an accepted command does to the state. */
public sealed interface Effect {

    /** Writes a user, new or changed. */
    record PutAccount(Account account) implements Effect {}

    /**
     * Removes a user, and remembers it for as long as it can be brought back.
     *
     * @param at when it was deleted
     */
    record RemoveAccount(Account account, Instant at) implements Effect {}

    /** A deleted user is back, so it is no longer remembered as deleted. */
    record ForgetDeleted(String id) implements Effect {}

    /**
     * Writes a route, new or changed.
     *
     * @param change {@code created}, {@code replaced} or {@code rolled-back}
     */
    record PutRoute(Route route, String change) implements Effect {}

    /** @param version the version that the deletion counts as */
    record RemoveRoute(String id, long version) implements Effect {}

    record PutKey(SigningKey key) implements Effect {}

    record RemoveKey(String id) implements Effect {}

    /**
     * Keeps the key of a job's table.
     *
     * @param at when it was made
     */
    record PutJobSecret(String jobId, String secret, Instant at) implements Effect {}

    /** Writes a machine, new or changed; a retired one stays. */
    record PutMachine(Machine machine) implements Effect {}
}
