package dev.gatehouse.client.fleet;

import dev.gatehouse.model.message.ClientFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What leaves by one socket: one frame at a time, no faster than a pace. Every call is made under {@code lock}, which it takes
 * itself where a timer or the socket calls.
 */
final class FrameQueue {

    private final Object lock;
    private final Wire.Socket socket;
    private final Pace pace;
    private final Timer timer;
    private final Watcher watcher;
    private final Deque<Item> items = new ArrayDeque<>();
    private boolean sending;
    private boolean flushing;
    private boolean closed;
    private Timer.@Nullable Appointment later;

    /** @param entry the message that the frame carries; absent where it carries none */
    private record Item(ClientFrame frame, Outbox.@Nullable Entry entry) {}

    /** Told, under the lock, how it goes. */
    interface Watcher {

        /** A frame has left. */
        void left();

        /** Nothing more can be sent. */
        void broken(Throwable failure);
    }

    FrameQueue(Object lock, Wire.Socket socket, Pace pace, Timer timer, Watcher watcher) {
        this.lock = lock;
        this.socket = socket;
        this.pace = pace;
        this.timer = timer;
        this.watcher = watcher;
    }

    /** Queues a frame. */
    void add(ClientFrame frame) {
        items.add(new Item(frame, null));
        flush();
    }

    /** Queues a message. */
    void add(Outbox.Entry entry) {
        entry.returns();
        items.add(new Item(entry.frame(), entry));
        flush();
    }

    /** Sends a heartbeat before all else, at any pace. */
    void beat() {
        items.addFirst(new Item(new ClientFrame.Heartbeat(), null));
        flush();
    }

    int size() {
        return items.size();
    }

    /** Sends nothing more. */
    void close() {
        closed = true;
        items.clear();
        if (later != null) {
            later.cancel();
        }
    }

    private void flush() {
        if (flushing) {
            return;
        }
        flushing = true;
        try {
            while (!sending && !closed && !items.isEmpty() && mayLeave(items.getFirst())) {
                send(items.removeFirst());
            }
        } finally {
            flushing = false;
        }
    }

    private boolean mayLeave(Item item) {
        long wait = item.frame() instanceof ClientFrame.Heartbeat ? 0 : pace.waitFor(timer.nanos());
        if (wait == 0) {
            return true;
        }
        if (later == null) {
            later = timer.after(Duration.ofNanos(wait), () -> {
                synchronized (lock) {
                    later = null;
                    flush();
                }
            });
        }
        return false;
    }

    private void send(Item item) {
        long now = timer.nanos();
        pace.leaves(now);
        if (item.entry() != null) {
            item.entry().leaves(now);
        }
        sending = true;
        socket.send(item.frame()).whenComplete((_, failure) -> {
            synchronized (lock) {
                sending = false;
                if (failure == null) {
                    flush();
                    watcher.left();
                } else if (!closed) {
                    watcher.broken(failure);
                }
            }
        });
    }
}
