package dev.gatehouse.server.job;

import dev.gatehouse.model.job.Job;
import dev.gatehouse.model.job.JobState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a fleet, or of a node that is alone, kept over restarts. Only who holds the newest token of a job changes it.
 * Safe for use by several threads. Every method throws {@link dev.gatehouse.server.call.StorageException} or
 * {@link dev.gatehouse.server.call.LiveStateUnavailableException} where the jobs cannot be read or written.
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

    /**
     * Notes who works on a job from here on; the same again is the same.
     *
     * @return false where somebody with a newer token has it, or it is over
     */
    boolean claim(String id, long token, String node);

    /**
     * Keeps the outcomes of a batch and that the job has come so far: both or neither. The job then runs.
     *
     * @return false where the token is not the newest, or the job is over
     */
    boolean advance(String id, long token, JobBatch batch, Instant at);

    /**
     * Sets the state of a job.
     *
     * @param detail why; absent where all is well
     * @return false where the token is not the newest, or the job is over
     */
    boolean state(String id, long token, JobState state, @Nullable String detail, Instant at);

    /** Notes that a job is to end. */
    void askCancel(String id);

    /** Outcomes of a job in the order of their lines, after a line. */
    List<RowOutcome> outcomes(String id, long afterLine, int limit);

    /** Forgets jobs, with their outcomes, that ended before {@code moment}. */
    void forgetEndedBefore(Instant moment);
}
