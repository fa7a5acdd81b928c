package dev.gatehouse.server.job;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.server.log.Fence;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the jobs of a node stand to those of others.
 *
 * @param node  this one
 * @param lease how long a node has a job without renewing it
 * @param log   where a job is claimed before its commands go there
 * @param words between the nodes
 */
public record JobFleet(String node, Duration lease, Claiming log, Words words) {

    /** Puts a claim into the log. */
    @FunctionalInterface
    public interface Claiming {

        /** Has the log refuse every command under an older token; applied on this node on return. */
        void claim(String jobId, Fence fence, Actor actor, @Nullable String traceparent);
    }

    /** What nodes tell each other of jobs; a word may be lost. */
    public interface Words {

        /** Nobody listens. */
        Words NONE = new Words() {

            @Override
            public void changed() {
                // There is nobody else.
            }

            @Override
            public void look() {
                // There is nobody else.
            }

            @Override
            public void onWords(Runnable changed, Runnable look) {
                // Nothing will be said.
            }
        };

        /** A job has come further. */
        void changed();

        /** There is something to take up or to end. */
        void look();

        /** Has these run when other nodes, or this one, say so. */
        void onWords(Runnable changed, Runnable look);
    }
}
