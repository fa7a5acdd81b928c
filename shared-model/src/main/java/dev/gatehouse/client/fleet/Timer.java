package dev.gatehouse.client.fleet;

import java.time.Duration;

/** What time it is, and what is to be done later. A clock that is set does not disturb it. */
public interface Timer {

    /** Nanoseconds since some fixed moment. */
    long nanos();

    /** Has {@code action} done once, after {@code delay}; it must not wait for anything. */
    Appointment after(Duration delay, Runnable action);

    /** Something that will be done. */
    @FunctionalInterface
    interface Appointment {

        /** Has it not done, unless it has begun. */
        void cancel();
    }
}
