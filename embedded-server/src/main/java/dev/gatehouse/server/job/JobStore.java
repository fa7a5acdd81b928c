package dev.gatehouse.server.job;

import dev.gatehouse.model.job.Job;
import dev.gatehouse.model.job.JobState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of this node, kept over its restarts. Safe for use by several threads. Every method throws
 * {@link dev.gatehouse.server.call.StorageException} where the data folder cannot be read or written.
 */
public interface JobStore {

    /** Keeps a new job. */
    void create(JobRecord job);

    /** The job with this id. */
    @Nullable
    JobRecord find(String id);

    /** How many there are. */
    long count();

    /** Some jobs, newest first. */
    List<Job> newest(int offset, int limit);

    /** Jobs that are not over, oldest first. */
    List<JobRecord> unfinished();

    /** Keeps the outcomes of a batch and that the job has come so far: both or neither. The job then runs. */
    void advance(String id, JobBatch batch, Instant at);

    /**
     * Sets the state of a job.
     *
     * @param detail why; absent where all is well
     */
    void state(String id, JobState state, @Nullable String detail, Instant at);

    /** Outcomes of a job in the order of their lines, after a line. */
    List<RowOutcome> outcomes(String id, long afterLine, int limit);

    /** Forgets jobs, with their outcomes, that ended before {@code moment}. */
    void forgetEndedBefore(Instant moment);
}
