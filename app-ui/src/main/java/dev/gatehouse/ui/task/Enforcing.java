package dev.gatehouse.ui.task;

import dev.gatehouse.model.api.Enforcement;
import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.text.Sentence;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * How one decision spreads over the nodes. A node has acted on it once the position of its last beat has reached the
 * decision's place in the log.
 */
public final class Enforcing {

    private final long offset;
    private final ReadOnlyObjectWrapper<List<Enforcement>> nodes;
    private final ReadOnlyObjectWrapper<Sentence> sentence;
    private final ReadOnlyBooleanWrapper complete;

    /**
     * @param offset the decision's place in the change log
     * @param nodes  how far each node had come when the answer was given; empty where it was not told
     */
    Enforcing(long offset, List<Enforcement> nodes) {
        this.offset = offset;
        this.nodes = new ReadOnlyObjectWrapper<>(List.copyOf(nodes));
        this.sentence = new ReadOnlyObjectWrapper<>(told(nodes));
        this.complete = new ReadOnlyBooleanWrapper(isComplete(nodes));
    }

    /** Follows a decision that is in no change log; whoever hears of a node says so by {@link #acted}. */
    public static Enforcing of(List<Enforcement> nodes) {
        return new Enforcing(Long.MAX_VALUE, nodes);
    }

    /** One row per node. */
    public ReadOnlyObjectProperty<List<Enforcement>> nodesProperty() {
        return nodes.getReadOnlyProperty();
    }

    /** All of it in a few words, such as "3 of 4 nodes, node-c 8 s behind". */
    public ReadOnlyObjectProperty<Sentence> sentenceProperty() {
        return sentence.getReadOnlyProperty();
    }

    /** Whether every node has acted on it. */
    public ReadOnlyBooleanProperty completeProperty() {
        return complete.getReadOnlyProperty();
    }

    /** Part of the nodes that have acted on it, 0 to 1. */
    public static double part(List<Enforcement> nodes) {
        return nodes.isEmpty() ? 0 : (double) acted(nodes) / nodes.size();
    }

    /** Takes in the nodes' last beats; what has acted on it stays so. */
    void heard(List<NodeInfo> beats) {
        if (beats.isEmpty() || complete.get()) {
            return;
        }
        Instant newest = beats.stream().map(NodeInfo::lastBeatAt).max(Comparator.naturalOrder()).orElseThrow();
        List<String> before = nodes.get().stream().filter(Enforcing::acted).map(Enforcement::node).toList();
        take(beats.stream()
                .map(beat -> before.contains(beat.id()) || beat.self() || beat.position() >= offset
                        ? new Enforcement(beat.id(), Enforcement.ENFORCED, 0)
                        : new Enforcement(beat.id(), beat.live() ? Enforcement.PENDING : Enforcement.UNREACHABLE,
                                Duration.between(beat.lastBeatAt(), newest).toMillis()))
                .toList());
    }

    /** Node {@code id} has acted on it. */
    public void acted(String id) {
        take(nodes.get()
                .stream()
                .map(node -> node.node().equals(id) ? new Enforcement(id, Enforcement.ENFORCED, 0) : node)
                .toList());
    }

    private void take(List<Enforcement> now) {
        nodes.set(now);
        sentence.set(told(now));
        complete.set(isComplete(now));
    }

    private static boolean isComplete(List<Enforcement> nodes) {
        return !nodes.isEmpty() && nodes.stream().allMatch(Enforcing::acted);
    }

    private static boolean acted(Enforcement node) {
        return Enforcement.ENFORCED.equals(node.state());
    }

    private static long acted(List<Enforcement> nodes) {
        return nodes.stream().filter(Enforcing::acted).count();
    }

    private static Sentence told(List<Enforcement> nodes) {
        if (nodes.isEmpty()) {
            return Sentence.of("enforcement.asking");
        }
        long acted = acted(nodes);
        if (acted == nodes.size()) {
            return nodes.size() == 1 ? Sentence.of("enforcement.here") : Sentence.of("enforcement.all", acted);
        }
        Enforcement last = nodes.stream()
                .filter(node -> !acted(node))
                .max(Comparator.comparingLong(Enforcement::behindMillis))
                .orElseThrow();
        Sentence age = Ages.told(last.behindMillis() / 1_000);
        long more = nodes.size() - acted - 1;
        return more == 0
                ? Sentence.of("enforcement.some", acted, nodes.size(), last.node(), age)
                : Sentence.of("enforcement.someMore", acted, nodes.size(), last.node(), age, more);
    }
}
