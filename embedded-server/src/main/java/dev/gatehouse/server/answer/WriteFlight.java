package dev.gatehouse.server.answer;

import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.gateway.AnswerCache.Flight;
import dev.gatehouse.server.gateway.TrafficAnswer;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that changes what it names: where it works, what is kept of that is forgotten (RFC 9111 section 4.4). */
final class WriteFlight implements Flight {

    private static final Logger LOG = LoggerFactory.getLogger(WriteFlight.class);

    private final AnswerStore store;
    private final List<String> keys;

    WriteFlight(AnswerStore store, List<String> keys) {
        this.store = store;
        this.keys = keys;
    }

    @Override
    public boolean wants(int status, Map<String, List<String>> headers) {
        if (status >= 200 && status < 400) {
            try {
                store.remove(keys);
            } catch (LiveStateUnavailableException e) {
                LOG.warn("What is kept of a resource that was changed just now stays until its time is over: the store "
                        + "is away.", e);
            }
        }
        return false;
    }

    @Override
    public void offer(TrafficAnswer answer) {
        throw new IllegalStateException("This answer was not wanted.");
    }

    @Override
    public void close() {
        // nobody waits
    }
}
