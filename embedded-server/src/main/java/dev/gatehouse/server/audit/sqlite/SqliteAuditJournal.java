package dev.gatehouse.server.audit.sqlite;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.audit.AuditChain;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.audit.AuditOutbox;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Handle;

/** This node's records in the replica: each in the transaction of its effect, and there before it is in the log. */
public final class SqliteAuditJournal implements AuditJournal, AuditOutbox {

    private static final Duration ACKNOWLEDGEMENT = Duration.ofMillis(500);

    private final ReplicaDatabase replica;
    private final String node;
    private final Clock clock;
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private final Map<Long, CompletableFuture<Receipt>> awaited = new ConcurrentHashMap<>();

    private record Tip(long seq, String hash) {}

    public SqliteAuditJournal(ReplicaDatabase replica, String node, Clock clock) {
        this.replica = replica;
        this.node = node;
        this.clock = clock;
    }

    /** The topic under which a node's records can be looked up before they are in the log, and after. */
    public static String topic(String node) {
        return "journal." + node;
    }

    /**
     * Records an action within the caller's transaction; the record is there if and only if that commits.
     *
     * @return the record's seq
     */
    public long insert(Handle handle, AuditDraft draft) {
        return insert(handle, prepared(draft));
    }

    private AuditChain.Prepared prepared(AuditDraft draft) {
        return AuditChain.prepare(draft, UUID.randomUUID().toString(), node);
    }

    private long insert(Handle handle, AuditChain.Prepared prepared) {
        Tip tip = handle.createQuery("SELECT seq, hash FROM audit_journal ORDER BY seq DESC LIMIT 1")
                .map((row, context) -> new Tip(row.getLong(1), row.getString(2)))
                .findOne()
                .orElse(new Tip(0, AuditChain.START));
        AuditChain.Sealed sealed = prepared.seal(tip.seq + 1, tip.hash);
        AuditDraft draft = prepared.draft();
        Receipt cause = draft.cause();
        handle.createUpdate(
                """
                INSERT INTO audit_journal (seq, id, actor, hash, event, cause_topic, cause_partition, cause_offset,
                                           written_at_millis)
                VALUES (:seq, :id, :actor, :hash, :event, :causeTopic, :causePartition, :causeOffset, :now)""")
                .bind("seq", sealed.seq())
                .bind("id", prepared.id())
                .bind("actor", draft.actor().id())
                .bind("hash", sealed.hash())
                .bind("event", sealed.text())
                .bind("now", clock.millis())
                .bind("causeTopic", cause == null ? null : cause.topic())
                .bind("causePartition", cause == null ? null : cause.partition())
                .bind("causeOffset", cause == null ? null : cause.offset())
                .execute();
        handle.afterCommit(() -> actions.forEach(Runnable::run));
        return sealed.seq();
    }

    @Override
    public Receipt write(AuditDraft draft) {
        AuditChain.Prepared prepared = prepared(draft);
        long seq = replica.write(handle -> insert(handle, prepared));
        CompletableFuture<Receipt> acknowledged = new CompletableFuture<>();
        awaited.put(seq, acknowledged);
        try {
            Optional<Receipt> already = position(seq);
            return already.isPresent()
                    ? already.get()
                    : acknowledged.get(ACKNOWLEDGEMENT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return journaled(seq);
        } catch (TimeoutException e) {
            return journaled(seq);
        } catch (ExecutionException e) {
            throw new IllegalStateException("An acknowledgement never fails.", e);
        } finally {
            awaited.remove(seq);
        }
    }

    @Override
    public void note(AuditDraft draft) {
        AuditChain.Prepared prepared = prepared(draft);
        replica.<Long>write(handle -> insert(handle, prepared));
    }

    @Override
    public List<Waiting> waiting(int most) {
        return replica.read(handle -> handle
                .createQuery("SELECT seq, actor, event FROM audit_journal WHERE topic IS NULL ORDER BY seq LIMIT :most")
                .bind("most", most)
                .map((row, context) -> new Waiting(row.getLong(1), row.getString(2), row.getString(3)))
                .list());
    }

    @Override
    public void sent(Map<Long, Receipt> positions) {
        replica.<int[]>write(handle -> {
            var batch = handle
                    .prepareBatch("""
                                  UPDATE audit_journal SET topic = :topic, partition = :partition, "offset" = :offset
                                  WHERE seq = :seq""");
            positions.forEach((seq, position) -> batch.bind("seq", seq)
                    .bind("topic", position.topic())
                    .bind("partition", position.partition())
                    .bind("offset", position.offset())
                    .add());
            return batch.execute();
        });
        positions.forEach(this::acknowledge);
    }

    @Override
    public void sentCut(long seq, Receipt position) {
        replica.<Integer>write(handle -> handle.execute(
                "UPDATE audit_journal SET topic = ?, partition = ?, \"offset\" = ?, cut = 1 WHERE seq = ?",
                position.topic(), position.partition(), position.offset(), seq));
        acknowledge(seq, position);
    }

    private void acknowledge(long seq, Receipt position) {
        CompletableFuture<Receipt> waiter = awaited.get(seq);
        if (waiter != null) {
            waiter.complete(position);
        }
    }

    /**
     * Lets go of records that the log has acknowledged, that this node's index has passed, and that were written before
     * a moment. The last one stays, as the next one follows it, and so does every one that the log holds cut.
     *
     * @return how many went, at most 1,000
     */
    public int trim(Instant before) {
        return replica.write(handle -> handle.createUpdate(
                """
                DELETE FROM audit_journal WHERE seq IN (
                    SELECT j.seq FROM (
                        SELECT seq, topic, partition, "offset", written_at_millis FROM audit_journal
                        WHERE cut = 0 ORDER BY seq LIMIT 1000) j
                    JOIN audit_position p ON p.topic = j.topic AND p.partition = j.partition AND j."offset" < p.next
                    WHERE j.written_at_millis < :before AND j.seq < (SELECT max(seq) FROM audit_journal))""")
                .bind("before", before.toEpochMilli())
                .execute());
    }

    @Override
    public long length() {
        return replica.read(handle -> handle.createQuery("SELECT count(*) FROM audit_journal WHERE topic IS NULL")
                .mapTo(Long.class)
                .one());
    }

    @Override
    public void onAdded(Runnable action) {
        actions.add(action);
    }

    private Receipt journaled(long seq) {
        return new Receipt(topic(node), 0, seq);
    }

    private Optional<Receipt> position(long seq) {
        return replica.read(handle -> handle
                .createQuery("SELECT topic, partition, \"offset\" FROM audit_journal "
                        + "WHERE seq = :seq AND topic IS NOT NULL")
                .bind("seq", seq)
                .map((row, context) -> new Receipt(row.getString(1), row.getInt(2), row.getLong(3)))
                .findOne());
    }
}
