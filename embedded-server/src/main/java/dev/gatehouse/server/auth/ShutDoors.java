package dev.gatehouse.server.auth;

import dev.gatehouse.model.auth.Lock;
import dev.gatehouse.model.auth.LockKind;
import java.util.List;

/** Doors that too many failures shut for a while. */
public interface ShutDoors {

    /** Those that are shut now. */
    List<Lock> locks();

    /**
     * Opens one.
     *
     * @return whether it was shut
     */
    boolean lift(LockKind kind, String subject);
}
