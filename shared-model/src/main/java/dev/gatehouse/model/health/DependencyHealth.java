package dev.gatehouse.model.health;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One dependency as the node sees it.
 *
 * @param name       {@code redis}, {@code kafka} or {@code sqlite}
 * @param since      when it came into this state
 * @param detail     one sentence: the address, and what is wrong
 * @param breaker    {@code closed}, {@code open} or {@code half-open}; absent where there is none
 * @param queues     what waits for it, by name
 * @param dataAgeMillis how old the data that it last gave is, in milliseconds
 */
public record DependencyHealth(
        String name,
        DependencyState state,
        Instant since,
        String detail,
        @Nullable String breaker,
        Map<String, Long> queues,
        long dataAgeMillis) {}
