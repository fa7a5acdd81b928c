package dev.gatehouse.server.job;

import dev.gatehouse.model.audit.Actor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The keys under which the tables of jobs are sealed where nodes share them. A key goes through the change log, so that it
 * does not lie where the table does. Safe for use by several threads.
 */
public interface JobSecrets {

    /** For a node that is alone: it shares nothing. */
    JobSecrets NONE = new JobSecrets() {

        @Override
        public String share(String jobId, Actor actor) {
            return "";
        }

        @Override
        public @Nullable String find(String jobId) {
            return "";
        }

        @Override
        public void keepOnly(Predicate<String> needed) {
            // There are none.
        }
    };

    /**
     * Makes a key for a job to be, and has every node know it.
     *
     * @return 32 bytes in Base64
     * @throws dev.gatehouse.server.call.RequestFailure where the log does not take it
     */
    String share(String jobId, Actor actor);

    /** The key of a job; absent where this node knows none. */
    @Nullable
    String find(String jobId);

    /**
     * Forgets the keys of jobs that need none any more; those of the last hour stay, whose jobs may be about to begin.
     *
     * @param needed asked for the id of each job of which there is a key
     */
    void keepOnly(Predicate<String> needed);
}
