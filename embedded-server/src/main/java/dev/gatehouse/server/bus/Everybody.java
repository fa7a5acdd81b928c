package dev.gatehouse.server.bus;

import dev.gatehouse.server.call.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Questions that a node asks of all live nodes at once, itself included; each has a second to answer.
 *
 * @param <Q> what is asked, as JSON can hold it
 * @param <A> what is answered
 */
public final class Everybody<Q, A> implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final String self;
    private final Supplier<Set<String>> liveNodes;
    private final Function<Q, A> answering;
    private final Questions<Q, A> questions;
    private final ExecutorService answers;

    /** What is asked and answered. */
    public record Kind<Q, A>(String name, Class<Q> question, Class<A> answer) {}

    /**
     * What the nodes said.
     *
     * @param missing live nodes that did not answer in time
     */
    public record Answers<A>(Map<String, A> byNode, List<String> missing) {

        public Answers {
            byNode = Map.copyOf(byNode);
            missing = List.copyOf(missing);
        }
    }

    /**
     * Begins to answer what other nodes ask.
     *
     * @param answering gives this node's answer, one at a time for others; it may wait
     */
    public Everybody(String self, Supplier<Set<String>> liveNodes, Bus bus, Kind<Q, A> kind,
            Function<Q, A> answering) {
        this.self = self;
        this.liveNodes = liveNodes;
        this.answering = answering;
        this.answers = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(kind.name + "-answers").factory());
        this.questions = new Questions<>(bus, kind.name, kind.question, kind.answer, answering, answers);
    }

    /** Asks everybody. */
    public Answers<A> ask(Q question) {
        Map<String, Questions<Q, A>.Asked> pending = new LinkedHashMap<>();
        Map<String, A> byNode = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        try {
            for (String node : new TreeSet<>(liveNodes.get())) {
                if (!node.equals(self)) {
                    pending.put(node, questions.ask(node, question));
                }
            }
            byNode.put(self, answering.apply(question));
            long untilNanos = System.nanoTime() + Deadline.budget(PATIENCE).toNanos();
            pending.forEach((node, asked) -> {
                A answer = asked.await(Duration.ofNanos(Math.max(0, untilNanos - System.nanoTime())));
                if (answer == null) {
                    missing.add(node);
                } else {
                    byNode.put(node, answer);
                }
            });
            return new Answers<>(byNode, missing);
        } finally {
            pending.values().forEach(Questions.Asked::close);
        }
    }

    @Override
    public void close() {
        answers.shutdownNow();
    }
}
