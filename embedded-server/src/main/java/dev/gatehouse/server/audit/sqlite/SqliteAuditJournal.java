package dev.gatehouse.server.audit.sqlite;

import dev.gatehouse.model.audit.AuditEvent;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.audit.AuditChain;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.audit.AuditOutbox;
import dev.gatehouse.server.replica.sqlite.ReplicaDatabase;
import java.time.Duration;
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
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private final Map<Long, CompletableFuture<Receipt>> awaited = new ConcurrentHashMap<>();

    private record Tip(long seq, String hash) {}

    public SqliteAuditJournal(ReplicaDatabase replica, String node) {
        this.replica = replica;
        this.node = node;
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
        Tip tip = handle.createQuery("SELECT seq, hash FROM audit_journal ORDER BY seq DESC LIMIT 1")
                .map((row, context) -> new Tip(row.getLong(1), row.getString(2)))
                .findOne()
                .orElse(new Tip(0, AuditChain.START));
        AuditEvent event = AuditChain.seal(draft, UUID.randomUUID().toString(), node, tip.seq + 1, tip.hash);
        Receipt cause = draft.cause();
        handle.createUpdate(
                """
                INSERT INTO audit_journal (seq, id, actor, hash, event, cause_topic, cause_partition, cause_offset)
                VALUES (:seq, :id, :actor, :hash, :event, :causeTopic, :causePartition, :causeOffset)""")
                .bind("seq", event.data().seq())
                .bind("id", event.id())
                .bind("actor", draft.actor().id())
                .bind("hash", event.data().hash())
                .bind("event", AuditChain.text(event))
                .bind("causeTopic", cause == null ? null : cause.topic())
                .bind("causePartition", cause == null ? null : cause.partition())
                .bind("causeOffset", cause == null ? null : cause.offset())
                .execute();
        handle.afterCommit(() -> actions.forEach(Runnable::run));
        return event.data().seq();
    }

    @Override
    public Receipt write(AuditDraft draft) {
        long seq = replica.write(handle -> insert(handle, draft));
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
        replica.<Long>write(handle -> insert(handle, draft));
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
        positions.forEach((seq, position) -> {
            CompletableFuture<Receipt> waiter = awaited.get(seq);
            if (waiter != null) {
                waiter.complete(position);
            }
        });
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
