package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Receipt;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@link AuditExchange}. Every {@code q} is in the words of the search; blank for all records. */
public final class AuditCalls {

    private static final TypeReference<AuditExchange.Found> FOUND = new TypeReference<>() {};
    private static final TypeReference<AuditEntry> ENTRY = new TypeReference<>() {};
    private static final TypeReference<AuditExchange.Completions> COMPLETIONS = new TypeReference<>() {};
    private static final TypeReference<AuditExchange.Counts> COUNTS = new TypeReference<>() {};
    private static final TypeReference<AuditExchange.Groups> GROUPS = new TypeReference<>() {};
    private static final TypeReference<AuditExchange.Topics> TOPICS = new TypeReference<>() {};
    private static final TypeReference<AuditExchange.Verification> VERIFICATION = new TypeReference<>() {};

    private final ConsoleClient client;

    AuditCalls(ConsoleClient client) {
        this.client = client;
    }

    /**
     * Which page is meant.
     *
     * @param scan   whether what is not indexed yet is read straight from the log too
     * @param cursor where the page before ended; absent for the first one
     */
    public record PageOf(AuditExchange.Order order, boolean scan, @Nullable String cursor, int limit) {}

    /** One page of what {@code q} finds. */
    public CompletableFuture<AuditExchange.Found> find(String q, PageOf page) {
        String path = new Query().with("q", q)
                .with("order", lower(page.order()))
                .with("scan", page.scan() ? "true" : null)
                .with("cursor", page.cursor())
                .with("limit", page.limit())
                .on(AuditExchange.PATH);
        return client.call(Transport.Call.get(path), FOUND);
    }

    /** The record at a position in the log. */
    public CompletableFuture<AuditEntry> record(Receipt receipt) {
        return client.call(Transport.Call.get(AuditExchange.path(receipt)), ENTRY);
    }

    /** The whole record, whatever is masked in it for this operator; the reason goes into the book. */
    public CompletableFuture<AuditEntry> unmask(Receipt receipt, String reason) {
        return client.call(
                Transport.Call.post(AuditExchange.unmaskPath(receipt), new AuditExchange.UnmaskRequest(reason)),
                ENTRY);
    }

    /** What could stand in {@code q} at {@code caret}. */
    public CompletableFuture<AuditExchange.Completions> complete(String q, int caret) {
        return client.call(
                Transport.Call.get(new Query().with("q", q).with("at", caret).on(AuditExchange.COMPLETE_PATH)),
                COMPLETIONS);
    }

    /** Records over time; the server chooses the bounds that are absent. */
    public CompletableFuture<AuditExchange.Counts> counts(String q, @Nullable Instant from, @Nullable Instant to,
            int buckets) {
        return client.call(
                Transport.Call.get(new Query().with("q", q)
                        .with("from", from)
                        .with("to", to)
                        .with("buckets", buckets)
                        .on(AuditExchange.COUNTS_PATH)),
                COUNTS);
    }

    /** What {@code q} finds, gathered; the newest group first. */
    public CompletableFuture<AuditExchange.Groups> groups(String q, AuditExchange.GroupBy by, int limit) {
        return client.call(
                Transport.Call.get(new Query().with("by", lower(by))
                        .with("q", q)
                        .with("limit", limit)
                        .on(AuditExchange.GROUPS_PATH)),
                GROUPS);
    }

    /** What is indexed. */
    public CompletableFuture<AuditExchange.Topics> topics() {
        return client.call(Transport.Call.get(AuditExchange.TOPICS_PATH), TOPICS);
    }

    /** Writes all that {@code q} finds into {@code target}. */
    public CompletableFuture<Path> export(String q, AuditExchange.Format format, Path target, Transfer transfer) {
        return client.download(
                new Query().with("q", q).with("format", lower(format)).on(AuditExchange.EXPORT_PATH), target,
                transfer);
    }

    /** Checks the hash chains of all nodes; that takes minutes where there are millions of records. */
    public CompletableFuture<AuditExchange.Verification> verify() {
        return client.callPatiently(
                Transport.Call.post(AuditExchange.VERIFY_PATH, new AuditExchange.Verify(null, null, null)),
                VERIFICATION);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
