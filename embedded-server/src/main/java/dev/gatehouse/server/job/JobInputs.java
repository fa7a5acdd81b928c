package dev.gatehouse.server.job;

import java.nio.file.Path;

/** Where the files of jobs can be had by nodes that did not take them in. Safe for use by several threads. */
public interface JobInputs {

    /** For a node that is alone: its files are its own. */
    JobInputs OWN = new JobInputs() {

        @Override
        public void publish(String id, Path file, String secret) {
            // Nobody else needs it.
        }

        @Override
        public void fetch(String id, Path file, String secret) {
            throw new JobInputGoneException("The table of this job is gone. What was done stays done; begin another job"
                    + " for the rest.");
        }

        @Override
        public void forget(String id) {
            // There is no copy.
        }
    };

    /**
     * Makes a job's file known, before the job is.
     *
     * @param secret under which it is sealed, as {@link JobSecrets} gives it
     */
    void publish(String id, Path file, String secret);

    /**
     * Writes a job's file, which is there and empty.
     *
     * @param secret that it was published under
     * @throws JobInputGoneException where it cannot be had any more
     * @throws dev.gatehouse.server.call.StorageException where it cannot be written
     */
    void fetch(String id, Path file, String secret);

    /** Removes what was published of a job. */
    void forget(String id);
}
