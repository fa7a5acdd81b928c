package dev.gatehouse.server.log;

import dev.gatehouse.model.audit.Receipt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** This node's own copy of the state, and how far it has come in the log. */
public interface Replica {

    /** The offset of the first command that is not applied yet. */
    long nextOffset();

    /**
     * Applies commands in order. Effects, position, and the audit records of those that this node took are written
     * in one transaction; where it throws, nothing of it happened.
     *
     * @throws dev.gatehouse.server.call.StorageException where the replica cannot be written
     */
    List<Applied> apply(List<Positioned> commands);

    /**
     * What was decided of a command, where it was applied lately.
     *
     * @return absent where it was not; an accepted one without its effects
     */
    @Nullable
    Decision decided(String commandId);

    /** Moves on over a range that the log no longer holds, or over a record that nobody understands. */
    void skipTo(long offset);

    /** A command and its place. */
    record Positioned(Receipt position, Command command) {}
}
