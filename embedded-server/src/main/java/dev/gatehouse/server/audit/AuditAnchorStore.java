package dev.gatehouse.server.audit;

import java.util.List;
import java.util.Optional;

/** What this node knows about chains from elsewhere than the records themselves. */
public interface AuditAnchorStore {

    /**
     * Where a chain begins since older records were let go.
     *
     * @param seq      the first record that is kept
     * @param prevHash the hash of the one before it
     */
    record Floor(long seq, String prevHash) {}

    /** The newest anchors of a node's chain, one per node that told; for this node's own chain what its journal says. */
    List<AuditAnchor> of(String node);

    /** The newest anchors that a node told, one per chain. */
    List<AuditAnchor> toldBy(String node);

    /** The nodes of which there are anchors. */
    List<String> nodes();

    /** Keeps anchors; an older one does not take the place of a newer one. */
    void keep(List<AuditAnchor> anchors);

    /** Where a node's chain begins; absent where it begins with its first record. */
    Optional<Floor> floor(String node);

    /** The last record that this node has written itself; absent for the chain of another node. */
    Optional<Long> lastWritten(String node);
}
