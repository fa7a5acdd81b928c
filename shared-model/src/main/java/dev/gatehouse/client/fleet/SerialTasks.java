package dev.gatehouse.client.fleet;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Does what it is given one after the other, in order, on threads of an executor. */
final class SerialTasks {

    private final Executor executor;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    SerialTasks(Executor executor) {
        this.executor = executor;
    }

    void add(Runnable task) {
        synchronized (waiting) {
            waiting.add(task);
            if (busy) {
                return;
            }
            busy = true;
        }
        begin();
    }

    private void begin() {
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException closed) {
            // The client is closed: nobody is left to be told.
            synchronized (waiting) {
                waiting.clear();
                busy = false;
            }
        }
    }

    private void work() {
        Runnable task;
        synchronized (waiting) {
            task = waiting.poll();
            if (task == null) {
                busy = false;
                return;
            }
        }
        try {
            task.run();
        } finally {
            begin();
        }
    }
}
