package dev.gatehouse.client.fleet;

import dev.gatehouse.model.message.ServerFrame;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells the listener what happens, in order, and each message once. */
final class Inbox {

    private final FleetListener listener;
    private final SeenMessages seen;
    private final SerialTasks tasks;
    private final LongAdder duplicates = new LongAdder();
    private volatile @Nullable String last;

    Inbox(FleetListener listener, int remembered, SerialTasks tasks) {
        this.listener = listener;
        this.seen = new SeenMessages(remembered);
        this.tasks = tasks;
    }

    /** Has the listener told of something, after all that came before. */
    void tell(Consumer<FleetListener> what) {
        tasks.add(() -> attempt(what));
    }

    /**
     * Has the listener told of a message.
     *
     * @param handled told whether the message need not come again
     */
    void deliver(ServerFrame.Message message, Consumer<Boolean> handled) {
        tasks.add(() -> {
            boolean done = false;
            try {
                done = handle(message);
            } finally {
                handled.accept(done);
            }
        });
    }

    /** The last message that was handled and that stands in what a node keeps; absent before the first. */
    @Nullable
    String last() {
        return last;
    }

    long duplicates() {
        return duplicates.sum();
    }

    private boolean handle(ServerFrame.Message message) {
        if (seen.contains(message.msgId())) {
            duplicates.increment();
            return true;
        }
        if (!attempt(told -> told.message(message))) {
            return false;
        }
        seen.add(message.msgId());
        if (MessageKinds.isPlace(message.msgId())) {
            last = message.msgId();
        }
        return true;
    }

    private boolean attempt(Consumer<FleetListener> what) {
        try {
            what.accept(listener);
            return true;
        } catch (RuntimeException e) {
            listener.failed(e);
            return false;
        }
    }
}
