package dev.gatehouse.model.health;

/** How a dependency does. */
public enum DependencyState {
    /** It answers. */
    LIVE,
    /** It is configured and does not answer; the node works on what it has. */
    DEGRADED,
    /** It is not configured; the embedded form does its work. */
    OFF
}
