package dev.gatehouse.server.log;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.call.StorageException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A log that takes nothing while the disk has no room for what would follow from it. */
public final class ReservedLog implements EventLog {

    private final EventLog log;
    private final Runnable requireRoom;

    /** @param requireRoom throws a {@link StorageException} where there is no room; {@code log} is not closed by this */
    public ReservedLog(EventLog log, Runnable requireRoom) {
        this.log = log;
        this.requireRoom = requireRoom;
    }

    @Override
    public String topic() {
        return log.topic();
    }

    @Override
    public CompletableFuture<Receipt> append(String key, String value) {
        try {
            requireRoom.run();
        } catch (StorageException e) {
            return CompletableFuture.failedFuture(new LogUnavailableException(String.valueOf(e.getMessage()), e));
        }
        return log.append(key, value);
    }

    @Override
    public List<CompletableFuture<Receipt>> appendInOrder(List<Message> messages) {
        try {
            requireRoom.run();
        } catch (StorageException e) {
            LogUnavailableException failure = new LogUnavailableException(String.valueOf(e.getMessage()), e);
            return messages.stream().map(_ -> CompletableFuture.<Receipt>failedFuture(failure)).toList();
        }
        return log.appendInOrder(messages);
    }

    @Override
    public Subscription subscribe(Map<Integer, Long> from, Reader reader) {
        return log.subscribe(from, reader);
    }

    @Override
    public Map<Integer, Long> ends() {
        return log.ends();
    }

    /** Does nothing: the log is its owner's to close. */
    @Override
    public void close() {}
}
