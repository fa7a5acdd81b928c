package dev.gatehouse.model.route;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;

/**
 * One way in for managed traffic.
 *
 * @param id        26 characters, sorted by creation (ULID); never changes
 * @param spec      what the route does; its fields stand beside the id on the wire
 * @param updatedBy the name of the operator behind this version
 * @param version   counts the changes of this route from 1
 */
public record Route(
        String id,
        @JsonUnwrapped RouteSpec spec,
        Instant createdAt,
        Instant updatedAt,
        String updatedBy,
        long version) {}
