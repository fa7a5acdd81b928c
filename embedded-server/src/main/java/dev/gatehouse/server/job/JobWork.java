package dev.gatehouse.server.job;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The work of one job while it runs. Used by one thread. */
public interface JobWork extends AutoCloseable {

    /**
     * Deals with the next lines, for about a second at most. What it does must come to the same where it is done again:
     * after a crash the lines since the last batch that was kept come once more.
     *
     * @return absent where there are no more lines
     * @throws InterruptedException where the node stops
     * @throws RuntimeException where a line could not be dealt with now; {@link Outages} tells which can be tried again
     */
    @Nullable
    JobBatch next() throws InterruptedException;

    @Override
    void close() throws IOException;
}
