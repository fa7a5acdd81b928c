package dev.gatehouse.server.schedule;

/** Waiting for threads. */
public final class Threads {

    private Threads() {}

    /** Waits for a thread's end, also when interrupted, and keeps the interrupt. A thread does not wait for itself. */
    public static void join(Thread thread) {
        if (thread.equals(Thread.currentThread())) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
