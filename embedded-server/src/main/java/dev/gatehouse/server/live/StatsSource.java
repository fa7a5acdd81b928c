package dev.gatehouse.server.live;

import dev.gatehouse.model.health.Stats;

/** Measures the load, once a second. */
@FunctionalInterface
public interface StatsSource {

    /** The load of the second that has just passed. */
    Stats measure();
}
