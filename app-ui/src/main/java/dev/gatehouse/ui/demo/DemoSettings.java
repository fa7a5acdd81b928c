package dev.gatehouse.ui.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the demo is to do.
 *
 * @param checkout  the folder of the project's sources, with what the build made
 * @param nodes     how many nodes, 1 to 9
 * @param clients   how many simulated clients
 * @param madeUp    sessions that no client has
 * @param console   whether and when to open the console
 * @param limit     without a console: ends the demo this long after the fleet is in, absent for until it is stopped;
 *                  with {@link Console#WHEN_FULL}: how long the full house runs before the console opens
 * @param keep      whether the demo's folder stays when it ends
 * @param overrides configuration keys for every node
 */
public record DemoSettings(Path checkout, int nodes, int clients, MadeUp madeUp, Console console,
        @Nullable Duration limit, boolean keep, Map<String, String> overrides) {

    /**
     * Sessions without sockets.
     *
     * @param sessions how many; 0 for none
     * @param churn    how many of them come or go in a second
     */
    public record MadeUp(int sessions, int churn) {

        /** No such sessions. */
        public static final MadeUp NONE = new MadeUp(0, 0);
    }

    /** When the console opens. */
    public enum Console {
        NEVER,
        /** While the fleet comes in. */
        AT_ONCE,
        /** When the fleet is in. */
        WHEN_FULL
    }

    public DemoSettings {
        overrides = Map.copyOf(overrides);
    }

    /** Where the build puts the jars of Kafka and Redis. */
    public Path jars() {
        return checkout.resolve("app-ui").resolve("target").resolve("demo-lib");
    }
}
