package dev.gatehouse.server.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.json.Json;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions of one kind that a node asks of another, or of itself, over the bus, and waits for. At most once, as the
 * bus is: a node that is cut off does not answer, and one that does not understand a question says so in its log only.
 *
 * @param <Q> what is asked, as JSON can hold it
 * @param <A> what is answered
 */
public final class Questions<Q, A> {

    private static final Logger LOG = LoggerFactory.getLogger(Questions.class);

    private final Bus bus;
    private final String kind;
    private final Class<Q> question;
    private final Class<A> answer;
    private final Executor executor;
    private final Map<String, Asked> pending = new ConcurrentHashMap<>();

    /** @param id absent where nobody waits for the answer */
    private record Envelope(@Nullable String id, JsonNode body) {}

    /** A question on its way; closed when nobody waits for its answer any more. */
    public final class Asked implements AutoCloseable {

        private final String id = UUID.randomUUID().toString();
        private final String node;
        private final CompletableFuture<A> given = new CompletableFuture<>();

        private Asked(String node) {
            this.node = node;
        }

        /** The answer, waited for at most that long; absent where none has come. */
        public @Nullable A await(Duration most) {
            try {
                return given.get(most.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                LOG.debug("The node {} has not answered {} in time.", node, kind, e);
                return null;
            } catch (ExecutionException e) {
                throw new IllegalStateException("An answer cannot fail", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }

        @Override
        public void close() {
            pending.remove(id);
        }
    }

    /**
     * Begins to answer what other nodes ask.
     *
     * @param kind      what the questions are about, such as {@code node.drain}
     * @param answering gives this node's answer; it runs on the bus's thread and must not wait
     */
    public Questions(Bus bus, String kind, Class<Q> question, Class<A> answer, Function<Q, A> answering) {
        this(bus, kind, question, answer, answering, Runnable::run);
    }

    /**
     * Begins to answer what other nodes ask.
     *
     * @param answering gives this node's answer
     * @param executor  runs it, so that it may wait
     */
    public Questions(Bus bus, String kind, Class<Q> question, Class<A> answer, Function<Q, A> answering,
            Executor executor) {
        this(bus, kind, question, answer, executor);
        bus.on(kind, message -> reply(message, answering));
        bus.on(answerKind(), this::take);
    }

    private Questions(Bus bus, String kind, Class<Q> question, Class<A> answer, Executor executor) {
        this.executor = executor;
        this.bus = bus;
        this.kind = kind;
        this.question = question;
        this.answer = answer;
    }

    /** Begins to answer what other nodes ask, as the constructor does; for who asks nothing. */
    public static <Q, A> void answer(Bus bus, String kind, Class<Q> question, Class<A> answer,
            Function<Q, A> answering) {
        Questions<Q, A> questions = new Questions<>(bus, kind, question, answer, Runnable::run);
        bus.on(kind, message -> questions.reply(message, answering));
    }

    /** Asks a node. */
    public Asked ask(String node, Q body) {
        Asked asked = new Asked(node);
        pending.put(asked.id, asked);
        send(node, kind, asked.id, body);
        return asked;
    }

    /** Has a node act on a question and does not wait for its answer. */
    public void tell(String node, Q body) {
        send(node, kind, null, body);
    }

    private void reply(Bus.Message message, Function<Q, A> answering) {
        Envelope envelope = read(message, message.body(), Envelope.class);
        if (envelope == null) {
            return;
        }
        Q body = read(message, envelope.body, question);
        if (body == null) {
            return;
        }
        executor.execute(() -> {
            A given = answering.apply(body);
            if (envelope.id != null) {
                send(message.from(), answerKind(), envelope.id, given);
            }
        });
    }

    private void take(Bus.Message message) {
        Envelope envelope = read(message, message.body(), Envelope.class);
        Asked asked = envelope == null || envelope.id == null ? null : pending.get(envelope.id);
        if (envelope == null || asked == null || !asked.node.equals(message.from())) {
            return;
        }
        A body = read(message, envelope.body, answer);
        if (body != null) {
            asked.given.complete(body);
        }
    }

    private void send(String node, String about, @Nullable String id, Object body) {
        bus.send(node, about, new Envelope(id, Json.LENIENT.<JsonNode>valueToTree(body)));
    }

    private String answerKind() {
        return kind + ".answer";
    }

    private static <T> @Nullable T read(Bus.Message message, JsonNode body, Class<T> type) {
        try {
            return Json.LENIENT.treeToValue(body, type);
        } catch (JsonProcessingException e) {
            LOG.warn("The node {} speaks of {} in a form that this one does not understand.", message.from(),
                    message.kind(), e);
            return null;
        }
    }
}
