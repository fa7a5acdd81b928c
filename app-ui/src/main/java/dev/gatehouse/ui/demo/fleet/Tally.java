package dev.gatehouse.ui.demo.fleet;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the fleet did and met. Every count is safe to make from any thread. */
public final class Tally {

    /** What is counted. */
    public enum Count {
        LOGINS("logins"),
        WELCOMES("sockets opened"),
        HEARTBEATS("heartbeats answered"),
        ROOMS("rooms joined"),
        BREAKS("connections that broke and came back"),
        SENT("messages sent and confirmed"),
        RECEIVED("messages received"),
        AGAIN("messages that came again and were dropped"),
        LOST("messages lost"),
        TWICE("messages told twice or out of order"),
        ENTRIES("posts and comments read in order"),
        KICKS("clients kicked"),
        BANS("clients banned"),
        OPERATOR_ACTIONS("operators' actions");

        private final String phrase;

        Count(String phrase) {
            this.phrase = phrase;
        }

        /** A few words for people. */
        public String phrase() {
            return phrase;
        }
    }

    private final Map<Count, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> faults = new ConcurrentHashMap<>();
    private final LongAdder connected = new LongAdder();

    /** One more. */
    public void add(Count count) {
        add(count, 1);
    }

    /** So many more. */
    public void add(Count count, long times) {
        counts.computeIfAbsent(count, absent -> new LongAdder()).add(times);
    }

    /** A refusal that was called for, such as that of a wrong password. */
    public void refused(String reason) {
        refusals.computeIfAbsent(reason, absent -> new LongAdder()).increment();
    }

    /** Something that must not happen. */
    public void fault(String reason) {
        faults.computeIfAbsent(reason, absent -> new LongAdder()).increment();
    }

    /** A socket is open. */
    public void connected() {
        connected.increment();
    }

    /** A socket is closed. */
    public void disconnected() {
        connected.decrement();
    }

    /** Sockets open now. */
    public long online() {
        return connected.sum();
    }

    /** How often it happened. */
    public long of(Count count) {
        LongAdder adder = counts.get(count);
        return adder == null ? 0 : adder.sum();
    }

    /** Refusals that were called for, by reason. */
    public Map<String, Long> refusals() {
        return sums(refusals);
    }

    /** What must not happen, by reason; empty where all went well. */
    public Map<String, Long> faults() {
        return sums(faults);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> adders) {
        Map<String, Long> sums = new TreeMap<>();
        adders.forEach((reason, adder) -> sums.put(reason, adder.sum()));
        return sums;
    }
}
