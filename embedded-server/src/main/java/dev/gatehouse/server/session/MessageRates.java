package dev.gatehouse.server.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many messages each user and each address sends to this node, whatever sockets they come by. A count lives as long
 * as there is a socket, and ten seconds longer, so that nobody begins anew by coming back. Safe for use by several
 * threads.
 */
final class MessageRates {

    private final Map<String, Counter> users = new ConcurrentHashMap<>();
    private final Map<String, Counter> addresses = new ConcurrentHashMap<>();

    /** The messages of one user, or of one address. */
    static final class Counter {

        private final MessageRate rate = new MessageRate();
        private int holders;

        /** Counts a message; returns how many there were within ten seconds. */
        synchronized int count(long millis) {
            return rate.count(millis);
        }

        private synchronized Counter held() {
            holders++;
            return this;
        }

        private synchronized void released() {
            holders--;
        }

        private synchronized boolean isIdle(long millis) {
            return holders == 0 && rate.current(millis) == 0;
        }
    }

    /** What one socket counts into. */
    record Lease(Counter user, Counter address) {

        /** The socket is gone; called once. */
        void release() {
            user.released();
            address.released();
        }
    }

    /** Begins to count for a socket. */
    Lease lease(String user, String address) {
        return new Lease(held(users, user), held(addresses, address));
    }

    /** Forgets those who are gone and have sent nothing for ten seconds. */
    void forget(long nowMillis) {
        forget(users, nowMillis);
        forget(addresses, nowMillis);
    }

    /** How many users and addresses are counted. */
    int size() {
        return users.size() + addresses.size();
    }

    private static Counter held(Map<String, Counter> counters, String key) {
        return counters.compute(key, (_, there) -> (there == null ? new Counter() : there).held());
    }

    private static void forget(Map<String, Counter> counters, long nowMillis) {
        for (String key : counters.keySet()) {
            counters.computeIfPresent(key, (_, counter) -> counter.isIdle(nowMillis) ? null : counter);
        }
    }
}
