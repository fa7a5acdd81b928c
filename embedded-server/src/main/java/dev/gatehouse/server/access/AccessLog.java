package dev.gatehouse.server.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.audit.AccessEvent;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.AuditEvent;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.http.AccessObserver;
import dev.gatehouse.server.http.Endpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Hands every request that is over to a sink, by a queue with an end and a thread of its own: a request never waits for
 * it. What finds the queue full, or what the sink loses, is counted.
 */
public final class AccessLog implements AccessObserver, AutoCloseable {

    /** Some seconds of a busy node. */
    public static final int CAPACITY = 10_000;

    private static final long LOOK_AGAIN_MILLIS = 100;
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AccessObserver next;
    private final Sink sink;
    private final String node;
    private final Clock clock;
    private final BlockingQueue<Line> queue;
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;
    private volatile boolean closed;

    /** Where the records go. */
    @FunctionalInterface
    public interface Sink {

        /**
         * Takes a record; may wait a little. It runs {@code lost} once, from any thread, where the record does not arrive.
         *
         * @param key   the caller's id, or its address
         * @param value CloudEvents JSON
         */
        void send(String key, String value, Runnable lost);
    }

    private record Line(Ended request, Instant at) {}

    /**
     * Begins.
     *
     * @param next     is told the same, before
     * @param capacity how many may wait
     */
    public AccessLog(AccessObserver next, Sink sink, String node, Clock clock, int capacity) {
        this.next = next;
        this.sink = sink;
        this.node = node;
        this.clock = clock;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.thread = Thread.ofPlatform().daemon().name("access-log").unstarted(this::run);
        thread.start();
    }

    @Override
    public void answered(Endpoint endpoint, int status, long nanos) {
        next.answered(endpoint, status, nanos);
    }

    @Override
    public void ended(Ended request) {
        next.ended(request);
        if (closed || !queue.offer(new Line(request, clock.instant()))) {
            dropped.increment();
        }
    }

    /** How many wait. */
    public long queueLength() {
        return queue.size();
    }

    /** How many were lost since the start. */
    public long dropped() {
        return dropped.sum();
    }

    /** Sends what waits, for a second at most; the rest is lost, and counted. Further calls do nothing. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        try {
            if (!thread.join(Duration.ofSeconds(2))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                Line line = queue.poll(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                if (line != null) {
                    send(line);
                }
            }
            long untilNanos = System.nanoTime() + LAST_WORDS_NANOS;
            for (Line line = queue.poll(); line != null; line = queue.poll()) {
                if (System.nanoTime() < untilNanos) {
                    send(line);
                } else {
                    dropped.increment();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Line line) {
        Ended request = line.request;
        Actor caller = request.caller();
        AccessEvent event = new AccessEvent(AuditEvent.SPEC_VERSION, UUID.randomUUID().toString(), "/gatehouse/" + node,
                AccessEvent.TYPE, line.at, request.path(), AuditEvent.CONTENT_TYPE,
                new AccessEvent.Answered(request.method(), request.path(), request.status(),
                        Math.round(request.nanos() / 1e3) / 1e3, request.bytes(), caller == null ? null : caller.id(),
                        caller == null ? null : caller.name(), request.ip(), request.traceId(), node,
                        request.traffic(), request.routeId()));
        try {
            sink.send(caller == null ? request.ip() : caller.id(), Json.LENIENT.writeValueAsString(event),
                    dropped::increment);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An access record cannot be written as JSON.", e);
        }
    }
}
