package dev.gatehouse.model.api;

/**
 * How far one node has come in enforcing a decision.
 *
 * @param state {@code enforced}, {@code pending} or {@code unreachable}
 * @param behindMillis how long ago a node that has not acted on it was last heard of, in milliseconds; 0 for one that has
 */
public record Enforcement(String node, String state, long behindMillis) {

    /** The node has acted on it. */
    public static final String ENFORCED = "enforced";
    /** The node is alive and has not answered yet. */
    public static final String PENDING = "pending";
    /** The node's beat is overdue, or the bus is away. */
    public static final String UNREACHABLE = "unreachable";
}
