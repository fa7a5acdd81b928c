package dev.gatehouse.server.audit;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.server.audit.sqlite.SqliteAuditIndex;
import dev.gatehouse.server.audit.sqlite.SqliteAuditJournal;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** A node's audit with nothing around it: journal, relay, index. */
final class AuditBench implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(30);
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    final ReplicaDatabase replica;
    final SqliteAuditJournal journal;
    final SqliteAuditIndex index;
    final AuditIndexer indexer;
    final AuditRelay relay;
    final AuditQuery query;

    /** A node on its folder; {@code outbox} may stand between journal and relay. */
    AuditBench(Path folder, String node, EventLog log, UnaryOperator<AuditOutbox> outbox) {
        replica = new ReplicaDatabase(folder);
        journal = new SqliteAuditJournal(replica, node, Clock.systemUTC());
        index = new SqliteAuditIndex(replica, Clock.systemUTC());
        indexer = new AuditIndexer(index, log);
        relay = new AuditRelay(outbox.apply(journal), log);
        query = new AuditQuery(index, indexer);
    }

    AuditBench(Path folder, String node, EventLog log) {
        this(folder, node, log, UnaryOperator.identity());
    }

    /** A ban, as an operator does it. */
    static AuditDraft ban(String actor, String user, String reason) {
        return AuditDraft.of(new Actor(actor, "Name of " + actor, "192.0.2.7"), Action.USER_BAN, "user/" + user,
                Outcome.ACCEPTED, NOON)
                .withReason(reason)
                .withChange(JsonNodeFactory.instance.objectNode().put("state", "active"),
                        JsonNodeFactory.instance.objectNode().put("state", "banned"));
    }

    /** What a search with these words finds, newest first. */
    List<String> reasons(String words) {
        return query.search(SearchWords.read(words), null, 500)
                .items()
                .stream()
                .map(entry -> String.valueOf(entry.event().data().reason()))
                .toList();
    }

    void awaitIndexed(int records) {
        await().atMost(LONG).until(() -> query.search(List.of(), null, 1).total() >= records);
    }

    @Override
    public void close() {
        relay.close();
        indexer.close();
        replica.close();
    }
}
