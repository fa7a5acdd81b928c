package dev.gatehouse.ui.client;

import org.jspecify.annotations.Nullable;

/**
 * What a window looks at.
 *
 * @param query as in the view's search; absent for all
 * @param sort  a field's name, {@code -} before it for descending; absent for the view's own order
 */
public record WindowQuery(@Nullable String query, @Nullable String sort, int offset, int limit) {

    /** The first {@code limit} rows in the view's own order. */
    public static WindowQuery first(int limit) {
        return new WindowQuery(null, null, 0, limit);
    }
}
