package dev.gatehouse.server.bus;

import dev.gatehouse.model.trace.SpanKind;
import dev.gatehouse.server.bus.Bus.Message;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.call.Tracer;
import dev.gatehouse.server.call.Work;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the handlers of one bus one after the other on a thread of its own; a handler that throws, an error too, is logged.
 */
public final class Dispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Map<String, List<Consumer<Message>>> handlers = new ConcurrentHashMap<>();
    private static final int MOST_WAITING = 50_000;

    private final Semaphore room = new Semaphore(MOST_WAITING);
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Tracer tracer;
    private final Thread thread;

    /** Begins, and measures nothing; {@code name} is the thread's. */
    public Dispatcher(String name) {
        this(name, Tracer.NONE);
    }

    /** Begins; {@code name} is the thread's. */
    public Dispatcher(String name, Tracer tracer) {
        this.tracer = tracer;
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::loop);
        thread.start();
    }

    /** Has {@code handler} called for every message of a kind. */
    public void on(String kind, Consumer<Message> handler) {
        handlers.computeIfAbsent(kind, _ -> new CopyOnWriteArrayList<>()).add(handler);
    }

    /** Hands a message of this node to its handlers; never waits. */
    public void dispatch(Message message) {
        queue.add(() -> handle(message));
    }

    /**
     * Hands a message of another node to its handlers; waits while {@value #MOST_WAITING} others do, so that whoever
     * sends faster than is handled feels it.
     *
     * @throws InterruptedException where the waiting is interrupted; the message is dropped
     */
    public void deliver(Message message) throws InterruptedException {
        room.acquire();
        queue.add(() -> {
            room.release();
            handle(message);
        });
    }

    private void handle(Message message) {
        List<Consumer<Message>> listening = handlers.getOrDefault(message.kind(), List.of());
        String traceparent = message.traceparent();
        if (traceparent == null || listening.isEmpty()) {
            listening.forEach(handler -> handler.accept(message));
        } else {
            tracer.run(Trace.continuing(traceparent), "bus " + message.kind(), SpanKind.CONSUMER, () -> {
                Work.note("from", message.from());
                listening.forEach(handler -> handler.accept(message));
            });
        }
    }

    /** Runs an action between two messages; never waits. */
    public void run(Runnable action) {
        queue.add(action);
    }

    /** Ends it; what is queued is dropped. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private void loop() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                queue.take().run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                LOG.error("A message between nodes could not be handled.", e);
            }
        }
    }
}
