package dev.gatehouse.server.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.call.RequestFailure;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Searches the book. */
public final class AuditQuery {

    private static final Pattern CURSOR = Pattern.compile("(-?\\d{1,18})\\.(\\d{1,18})");

    private final AuditIndex index;
    private final AuditIndexer indexer;

    public AuditQuery(AuditIndex index, AuditIndexer indexer) {
        this.index = index;
        this.indexer = indexer;
    }

    /**
     * Finds records, newest first.
     *
     * @param criteria all must be met
     * @param cursor   as the page before gave it; absent for the first page
     * @throws RequestFailure where no page gave this cursor
     */
    public AuditExchange.Found search(List<Criterion> criteria, @Nullable String cursor, int limit) {
        Coverage coverage = indexer.coverage();
        AuditIndex.Found found = index.search(criteria, cursor == null ? null : place(cursor), limit);
        AuditIndex.Place next = found.next();
        return new AuditExchange.Found(found.total(), found.items(), coverage,
                next == null ? null : next.timeMillis() + "." + next.row());
    }

    /**
     * The record that a receipt means.
     *
     * @throws RequestFailure {@link ErrorCode#NOT_FOUND} where there is none
     */
    public AuditEntry find(Receipt receipt) {
        return index.find(receipt)
                .orElseThrow(() -> new RequestFailure(ErrorCode.NOT_FOUND, "This node knows no audit record at "
                        + receipt + ". A record of another node shows once it is indexed here."));
    }

    /** What range of the log searches look at. */
    public Coverage coverage() {
        return indexer.coverage();
    }

    private static AuditIndex.Place place(String cursor) {
        Matcher matcher = CURSOR.matcher(cursor);
        if (!matcher.matches()) {
            throw RequestFailure.invalid("cursor", "must be the cursor of the page before, unchanged.");
        }
        return new AuditIndex.Place(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }
}
