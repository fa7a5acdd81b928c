package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.api.HealthExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Coverage;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.health.Health;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@link AuditExchange} and {@link HealthExchange}: what is only read. */
public final class ReadCalls {

    private static final TypeReference<AuditExchange.Found> FOUND = new TypeReference<>() {};
    private static final TypeReference<AuditEntry> ENTRY = new TypeReference<>() {};
    private static final TypeReference<Coverage> COVERAGE = new TypeReference<>() {};
    private static final TypeReference<Health> HEALTH = new TypeReference<>() {};
    private static final TypeReference<HealthExchange.Nodes> NODES = new TypeReference<>() {};

    private final ConsoleClient client;

    ReadCalls(ConsoleClient client) {
        this.client = client;
    }

    /** Which audit records are meant; what is absent does not matter. */
    public record AuditSearch(@Nullable String q, @Nullable String actor, @Nullable String action,
            @Nullable Outcome outcome, @Nullable Instant from, @Nullable Instant to) {}

    /** Audit records, newest first. */
    public CompletableFuture<AuditExchange.Found> audit(AuditSearch search, @Nullable String cursor, int limit) {
        String path = new Query().with("q", search.q())
                .with("actor", search.actor())
                .with("action", search.action())
                .with("outcome", UserCalls.lower(search.outcome()))
                .with("from", search.from())
                .with("to", search.to())
                .with("cursor", cursor)
                .with("limit", limit)
                .on(AuditExchange.PATH);
        return client.call(Transport.Call.get(path), FOUND);
    }

    /** The record at a position in the log. */
    public CompletableFuture<AuditEntry> auditRecord(Receipt receipt) {
        return client.call(Transport.Call.get(AuditExchange.path(receipt)), ENTRY);
    }

    public CompletableFuture<Coverage> coverage() {
        return client.call(Transport.Call.get(AuditExchange.COVERAGE_PATH), COVERAGE);
    }

    public CompletableFuture<Health> health() {
        return client.call(Transport.Call.get(HealthExchange.PATH), HEALTH);
    }

    public CompletableFuture<HealthExchange.Nodes> nodes() {
        return client.call(Transport.Call.get(HealthExchange.NODES_PATH), NODES);
    }
}
