package dev.gatehouse.ui.client;

import java.time.Instant;
import java.util.List;

/**
 * An incident capsule that is looked at.
 *
 * @param node   that made it
 * @param from   the beginning of its window
 * @param to     the end of its window
 * @param broken parts that are not as they were when it was made
 */
public record CapsuleInfo(String node, String madeBy, Instant from, Instant to, List<String> broken) {

    public CapsuleInfo {
        broken = List.copyOf(broken);
    }
}
