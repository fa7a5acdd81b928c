package dev.gatehouse.server.audit;

import dev.gatehouse.model.audit.Receipt;
import java.util.List;
import java.util.Map;

/** This node's records on their way to the log. */
public interface AuditOutbox {

    /**
     * A record that waits.
     *
     * @param actor the actor's id, the record's key in the log
     * @param event CloudEvents JSON
     */
    record Waiting(long seq, String actor, String event) {}

    /** The oldest records that wait, in the order of the chain. */
    List<Waiting> waiting(int most);

    /** These records are in the log, at these positions by seq. */
    void sent(Map<Long, Receipt> positions);

    /** This record is in the log at a position, cut down, as the log does not take it whole. */
    void sentCut(long seq, Receipt position);

    /** How many records wait. */
    long length();

    /** Has {@code action} run, on the writer's thread and after its commit, whenever a record is added. */
    void onAdded(Runnable action);
}
