package dev.gatehouse.server.session;

import dev.gatehouse.model.api.SessionsExchange.Ghost;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Sessions that were listed though nobody was behind them, as this node found them. Safe for use by several threads. */
public interface GhostStore {

    /** Keeps ghosts. */
    void add(Collection<Ghost> ghosts);

    /** How many are kept. */
    long count();

    /** Some of those that are kept, newest first. */
    List<Ghost> newest(int offset, int limit);

    /** Forgets those that were found before {@code moment}. */
    void forgetBefore(Instant moment);
}
