package dev.gatehouse.model.api;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.health.DeadLetter;
import java.util.List;

/**
 * {@code /api/v1/dead-letters}: {@code GET} answers with {@link Letters}, {@code POST /{id}/retry} and {@code DELETE /{id}}
 * with {@link Dealt}.
 */
public final class DeadLettersExchange {

    public static final String PATH = "/api/v1/dead-letters";

    private DeadLettersExchange() {}

    /** The path of one letter. */
    public static String path(String id) {
        return PATH + "/" + id;
    }

    /** Where a letter is tried once more. */
    public static String retryPath(String id) {
        return path(id) + "/retry";
    }

    /**
     * The dead letters of all nodes, oldest first.
     *
     * @param missing live nodes that did not answer in time
     */
    public record Letters(List<DeadLetter> items, List<String> missing) {

        public Letters {
            items = List.copyOf(items);
            missing = List.copyOf(missing);
        }
    }

    /**
     * What became of a letter.
     *
     * @param gone   whether it is there no more
     * @param letter as it is now, or was last
     */
    public record Dealt(boolean gone, DeadLetter letter, Receipt receipt) {}
}
