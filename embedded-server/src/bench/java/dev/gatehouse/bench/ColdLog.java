package dev.gatehouse.bench;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.log.EventLog;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A topic whose first reader, the index, gets nothing, so that all of it stays to be scanned. */
final class ColdLog implements EventLog {

    private final EventLog log;
    private final AtomicBoolean indexed = new AtomicBoolean();

    ColdLog(EventLog log) {
        this.log = log;
    }

    @Override
    public String topic() {
        return log.topic();
    }

    @Override
    public CompletableFuture<Receipt> append(String key, String value) {
        return log.append(key, value);
    }

    @Override
    public List<CompletableFuture<Receipt>> appendInOrder(List<Message> messages) {
        return log.appendInOrder(messages);
    }

    @Override
    public Subscription subscribe(Map<Integer, Long> from, Reader reader) {
        return indexed.compareAndSet(false, true) ? () -> {} : log.subscribe(from, reader);
    }

    @Override
    public Map<Integer, Long> ends() {
        return log.ends();
    }

    @Override
    public void close() {
        log.close();
    }
}
