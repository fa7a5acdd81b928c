package dev.gatehouse.server.audit;

import dev.gatehouse.model.audit.Receipt;

/** Where actions that do not go through the change log are recorded: kicks, logouts, refused calls. */
@FunctionalInterface
public interface AuditJournal {

    /**
     * Records an action; the record is on this node's disk on return.
     *
     * @return its position in the audit topic, or {@code journal.<node>/0/<seq>} where the log has not acknowledged
     *     it within half a second; both open at {@code /api/v1/audit}
     * @throws dev.gatehouse.server.call.StorageException where the data folder cannot be written
     */
    Receipt write(AuditDraft draft);

    /**
     * Records an action for which nobody waits for a receipt, such as a refused call; a journal that
     * can do so does not wait for the log.
     *
     * @throws dev.gatehouse.server.call.StorageException where the data folder cannot be written
     */
    default void note(AuditDraft draft) {
        write(draft);
    }
}
