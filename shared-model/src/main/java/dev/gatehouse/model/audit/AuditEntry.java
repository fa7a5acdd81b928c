package dev.gatehouse.model.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record together with its position in the log.
 *
 * @param event  the record; one of another topic than the audit is told in the audit's form, as far as it can be: its
 *               {@code seq} is 0 and its hashes are empty, and what it holds beside the fields stands in
 *               {@code data.after}
 * @param kind   what its topic holds
 * @param raw    the record as the log holds it; absent on audit records
 * @param masked the JSON paths below {@code event} whose values read {@value #MASK} to this caller
 */
public record AuditEntry(Receipt position, AuditEvent event, TopicKind kind, @Nullable Raw raw, List<String> masked) {

    /** What stands in place of a value that the caller may not see. */
    public static final String MASK = "***";

    /**
     * @param format how {@code text} is to be read
     * @param key    the record's key as text; absent where it has none
     * @param text   the record: JSON or text as it is, anything else as hex digits in lower case; absent where a part
     *               of it is masked
     */
    public record Raw(Format format, @Nullable String key, @Nullable String text) {}

    /** How a record's bytes are shown. */
    public enum Format {
        JSON,
        TEXT,
        HEX
    }

    public AuditEntry {
        masked = masked == null ? List.of() : List.copyOf(masked);
        kind = kind == null ? TopicKind.AUDIT : kind;
    }

    /** A whole audit record. */
    public AuditEntry(Receipt position, AuditEvent event) {
        this(position, event, TopicKind.AUDIT, null, List.of());
    }
}
