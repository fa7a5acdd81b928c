package dev.gatehouse.server.live;

import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.live.LiveView.Rows;
import org.jspecify.annotations.Nullable;

/** The audit records that this node has indexed, and word of new ones. */
public interface AuditTail {

    /**
     * Records ({@link dev.gatehouse.model.audit.AuditEntry}), newest first.
     *
     * @param query words as in the audit search; absent for all
     * @throws dev.gatehouse.server.call.RequestFailure where the query makes no sense
     */
    Rows newest(@Nullable String query, int offset, int limit);

    /** These records as a caller may see them. */
    AuditTail seenBy(Principal caller);

    /** Has {@code action} run after each time that records were indexed; it returns at once. */
    void onIndexed(Runnable action);
}
