package dev.gatehouse.server.live;

import dev.gatehouse.model.api.LiveExchange.View;
import dev.gatehouse.server.http.Principal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that windows can be opened on. Safe for use by several threads. */
public interface LiveView {

    /** What is seen of it. */
    record Rows(long total, List<?> rows) {

        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /** Its name. */
    View view();

    /** This view as a caller may see it. */
    default LiveView seenBy(Principal caller) {
        return this;
    }

    /** A number that is another one whenever the rows may be others. */
    long version();

    /**
     * The rows of a window.
     *
     * @param query words to search for; absent for all
     * @param sort  a field's name, {@code -} before it for descending; absent for the view's own order
     * @throws dev.gatehouse.server.call.RequestFailure where query or sort make no sense
     */
    Rows rows(@Nullable String query, @Nullable String sort, int offset, int limit);

    /** How long a window waits at least until it looks again. */
    default Duration leastPause() {
        return Duration.ofMillis(200);
    }

    /** How old the data is, in milliseconds; 0 where it is as it should be. */
    long ageMillis();
}
