package dev.gatehouse.server.session;

import java.util.concurrent.atomic.LongAdder;

/** What went through the sockets of one node since it started. Safe for use by several threads. */
public final class SocketMeter {

    private final LongAdder messagesIn = new LongAdder();
    private final LongAdder messagesOut = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final HandlerTimes handlerTimes = new HandlerTimes();

    void handled(long nanos) {
        messagesIn.increment();
        handlerTimes.add(nanos);
    }

    void written(int messages) {
        messagesOut.add(messages);
    }

    void dropped(long messages) {
        dropped.add(messages);
    }

    /** Messages that came in. */
    public long messagesIn() {
        return messagesIn.sum();
    }

    /** Messages handed to the network. */
    public long messagesOut() {
        return messagesOut.sum();
    }

    /** Messages dropped for slow readers. */
    public long dropped() {
        return dropped.sum();
    }

    HandlerTimes handlerTimes() {
        return handlerTimes;
    }
}
