package dev.gatehouse.server.job;

import java.io.IOException;
import java.nio.file.Path;

/** A kind of jobs: what they do with the lines of their file. */
public interface JobKind {

    /** Its name on the wire, such as {@code users.import}. */
    String name();

    /**
     * Whether a job goes on by itself after its node was stopped. Where it may destroy what has changed meanwhile, an
     * operator looks first and resumes it.
     */
    boolean resumesByItself();

    /**
     * Begins to work, or goes on.
     *
     * @param file the lines to work on, as they were when the job was begun
     * @throws IOException where the file cannot be read
     */
    JobWork open(JobRecord job, Path file) throws IOException;
}
