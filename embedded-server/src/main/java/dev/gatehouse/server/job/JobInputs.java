package dev.gatehouse.server.job;

import dev.gatehouse.server.call.StorageException;
import java.nio.file.Path;

/** Where the files of jobs can be had by nodes that did not take them in. Safe for use by several threads. */
public interface JobInputs {

    /** For a node that is alone: its files are its own. */
    JobInputs OWN = new JobInputs() {

        @Override
        public void publish(String id, Path file) {
            // Nobody else needs it.
        }

        @Override
        public void fetch(String id, Path file) {
            throw new StorageException("The file of this job is gone.", null);
        }

        @Override
        public void forget(String id) {
            // There is no copy.
        }
    };

    /** Makes a job's file known, before the job is. */
    void publish(String id, Path file);

    /**
     * Writes a job's file, which is there and empty.
     *
     * @throws StorageException where it cannot be had any more, or cannot be written
     */
    void fetch(String id, Path file);

    /** Removes what was published of a job. */
    void forget(String id);
}
