package dev.gatehouse.model.api;

import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Receipt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/audit}: the book. */
public final class AuditExchange {

    public static final String PATH = "/api/v1/audit";
    public static final String COVERAGE_PATH = PATH + "/coverage";

    private AuditExchange() {}

    /** The path of one record. */
    public static String path(Receipt receipt) {
        return PATH + "/" + receipt.topic() + "/" + receipt.partition() + "/" + receipt.offset();
    }

    /**
     * {@code GET}: newest first.
     *
     * @param total    how many records match in all
     * @param coverage what range was searched, and its gaps
     * @param cursor   asks for the next page; absent on the last one
     */
    public record Found(long total, List<AuditEntry> items, Coverage coverage, @Nullable String cursor) {}
}
