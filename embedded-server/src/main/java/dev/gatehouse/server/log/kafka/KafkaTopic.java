package dev.gatehouse.server.log.kafka;

import java.time.Duration;

/**
 * A topic and how it is asked.
 *
 * @param bootstrap   addresses of some brokers, {@code host:port} with commas between
 * @param partitions  how many it gets where it is missing; {@link #NEVER_MADE} where somebody else makes it
 * @param keptForever whether it gets {@code retention.ms=-1} where it is missing; otherwise the broker's own default
 * @param patience    how long an append may take before it fails
 */
public record KafkaTopic(String bootstrap, String name, int partitions, boolean keptForever, Duration patience) {

    /** For a topic that is only read. */
    public static final int NEVER_MADE = 0;

    /** Two seconds: within a request's deadline, with time left to say so. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);
}
