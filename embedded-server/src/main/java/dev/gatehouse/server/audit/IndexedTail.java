package dev.gatehouse.server.audit;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.Deadline;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.live.AuditTail;
import dev.gatehouse.server.live.LiveView.Rows;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The newest audit records of this node's index, for live windows. */
public final class IndexedTail implements AuditTail {

    private static final int MOST_PASSED_OVER = 5000;
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final AuditQuery query;
    private final AuditIndexer indexer;
    private final AuditMasks masks;
    private final List<String> hidden;

    public IndexedTail(AuditQuery query, AuditIndexer indexer, AuditMasks masks) {
        this(query, indexer, masks, List.of());
    }

    private IndexedTail(AuditQuery query, AuditIndexer indexer, AuditMasks masks, List<String> hidden) {
        this.query = query;
        this.indexer = indexer;
        this.masks = masks;
        this.hidden = hidden;
    }

    @Override
    public AuditTail seenBy(Principal caller) {
        return new IndexedTail(query, indexer, masks, masks.of(caller));
    }

    @Override
    public Rows newest(@Nullable String words, int offset, int limit) {
        int passed = Math.min(offset, MOST_PASSED_OVER);
        List<Criterion> criteria = words == null ? List.of() : SearchWords.read(words);
        AuditIndex.Found found = soon(() -> query.newest(criteria, hidden, passed + limit));
        return new Rows(found.total(), found.items().stream().skip(passed).toList());
    }

    private static AuditIndex.Found soon(Supplier<AuditIndex.Found> search) {
        Deadline deadline = Deadline.in(Deadline.budget(LONGEST));
        try {
            return ScopedValue.where(Deadline.CURRENT, deadline).call(search::get);
        } catch (RequestFailure e) {
            if (e.code() == ErrorCode.DEADLINE_EXCEEDED) {
                throw new RequestFailure(ErrorCode.DEADLINE_EXCEEDED, "This takes longer than "
                        + LONGEST.toSeconds() + " s each time, too long for a live window; add from: to look at less.",
                        e);
            }
            throw e;
        }
    }

    @Override
    public void onIndexed(Runnable action) {
        indexer.onAnyIndexed(action);
    }
}
