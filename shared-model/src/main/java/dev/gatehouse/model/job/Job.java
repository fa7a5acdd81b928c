package dev.gatehouse.model.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One job.
 *
 * @param id        26 characters, sorted by creation (ULID)
 * @param kind      what it does, such as {@code users.import} or {@code users.ban}
 * @param title     a few words for people, such as the name of the file
 * @param node      the node that holds and runs it
 * @param by        the name of who started it
 * @param total     rows to do; absent while they are not counted yet
 * @param done      rows dealt with so far, failed ones included
 * @param failed    rows that were refused
 * @param detail    why it is paused or failed; absent where all is well
 * @param outcome   whether {@code GET /api/v1/jobs/{id}/outcome} has a file of outcomes by row
 * @param endedAt   absent until it is over
 */
public record Job(
        String id,
        String kind,
        String title,
        JobState state,
        String node,
        String by,
        @Nullable Long total,
        long done,
        long failed,
        @Nullable String detail,
        boolean outcome,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant endedAt) {}
