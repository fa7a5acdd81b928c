package dev.gatehouse.server.message;

import dev.gatehouse.model.api.MessagesExchange.Report;
import dev.gatehouse.model.audit.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of operators' messages, for all nodes. Safe for use by several threads. Every method throws
 * {@link dev.gatehouse.server.call.RequestFailure} with {@code live-state-unavailable} where the store does not answer.
 */
public interface ReportStore {

    /** How long reports are kept. */
    Duration KEPT = Duration.ofDays(7);
    /** How many are listed at most. */
    int MOST_LISTED = 1000;

    /** A report and the place of its message's audit record. */
    record Filed(Report report, Receipt receipt) {}

    /** More of what is counted; {@code queued} may be less than nothing. */
    record Counts(long delivered, long queued, long acknowledged, long read) {

        static final Counts NONE = new Counts(0, 0, 0, 0);

        /** Both together. */
        public Counts plus(Counts more) {
            return new Counts(delivered + more.delivered, queued + more.queued, acknowledged + more.acknowledged,
                    read + more.read);
        }

        static Counts delivered(long sockets) {
            return new Counts(sockets, 0, 0, 0);
        }
    }

    /**
     * Has {@code id} of an operator mean one message for ten minutes.
     *
     * @return the message that it means: {@code msgId}, or an earlier one
     */
    String claim(String operator, String id, String msgId);

    /** Files a report; what was counted before is added to it. */
    void file(Filed report);

    /** Counts on. */
    void count(Map<String, Counts> more);

    /** The report on a message. */
    @Nullable
    Filed find(String msgId);

    /** Reports, newest first. */
    List<Filed> newest(int offset, int limit);

    /** How many reports are listed. */
    long total();
}
