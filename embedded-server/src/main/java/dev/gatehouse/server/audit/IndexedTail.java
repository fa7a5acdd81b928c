package dev.gatehouse.server.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.live.AuditTail;
import dev.gatehouse.server.live.LiveView.Rows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest audit records of this node's index, for live windows. */
public final class IndexedTail implements AuditTail {

    private static final int MOST_PASSED_OVER = 5000;

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
        AuditExchange.Found found = query.search(new AuditQuery.Wanted(criteria, AuditExchange.Order.NEWEST, null,
                passed + limit, false, hidden));
        return new Rows(found.total(), found.items().stream().skip(passed).toList());
    }

    @Override
    public void onIndexed(Runnable action) {
        indexer.onAnyIndexed(action);
    }
}
