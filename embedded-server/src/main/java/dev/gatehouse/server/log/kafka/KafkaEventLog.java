package dev.gatehouse.server.log.kafka;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.log.LogUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topic of Kafka. Starting it never waits for a broker: the topic is created as soon as one answers, and until then
 * appends fail and subscriptions wait.
 */
public final class KafkaEventLog implements EventLog {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaEventLog.class);

    private final KafkaTopic topic;
    private final KafkaClients clients;
    private final Reachability reachability;
    private final TopicWatch watch;
    /** One thread, so that records leave in the order of the calls and no caller waits for the topic's metadata. */
    private final ExecutorService sender;
    private @Nullable Producer<String, String> producer;

    /**
     * Records that go in order.
     *
     * @param failed  whether one has failed, so that none after it may go
     * @param givenUp whether those under way were given up with their producer
     */
    private record Order(AtomicBoolean failed, AtomicBoolean givenUp) {

        private Order() {
            this(new AtomicBoolean(), new AtomicBoolean());
        }
    }

    /** The producer itself refused a record for its size, so that nothing of it was sent. */
    private static final class RefusedHereException extends RecordTooLargeException {

        private static final long serialVersionUID = 1L;

        RefusedHereException(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** A record was not sent, as one before it has failed. */
    private static final class HeldBackException extends KafkaException {

        private static final long serialVersionUID = 1L;

        HeldBackException() {
            super("a record before it was not taken.");
        }
    }

    public KafkaEventLog(KafkaTopic topic, Clock clock) {
        this.topic = topic;
        this.clients = new KafkaClients(topic);
        this.reachability = new Reachability(clock);
        this.watch = new TopicWatch(topic, clients, reachability);
        this.sender = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("send-" + topic.name()).factory());
    }

    @Override
    public String topic() {
        return topic.name();
    }

    @Override
    public CompletableFuture<Receipt> append(String key, String value) {
        return append(new Message(key, value), null);
    }

    /**
     * Records are sent before the earlier ones are acknowledged. The broker takes those of one producer in order only,
     * so that it is enough to end the producer where one fails: what it has under way is given up with it. A record that
     * the producer itself refuses for its size was never under way, so those before it go on.
     */
    @Override
    public List<CompletableFuture<Receipt>> appendInOrder(List<Message> messages) {
        Order order = new Order();
        return messages.stream().map(message -> append(message, order)).toList();
    }

    private CompletableFuture<Receipt> append(Message message, @Nullable Order order) {
        CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
        try {
            sender.execute(() -> {
                if (order != null && order.failed.get()) {
                    sent.completeExceptionally(new HeldBackException());
                } else {
                    send(new ProducerRecord<>(topic.name(), message.key(), message.value()), sent);
                }
            });
        } catch (RejectedExecutionException e) {
            sent.completeExceptionally(e);
        }
        CompletableFuture<Receipt> done = new CompletableFuture<>();
        var _ = sent.orTimeout(topic.patience().toNanos(), TimeUnit.NANOSECONDS).whenComplete((metadata, failure) -> {
            if (failure == null) {
                reachability.succeeded();
                done.complete(new Receipt(metadata.topic(), metadata.partition(), metadata.offset()));
            } else {
                if (order != null) {
                    stop(order, failure);
                }
                done.completeExceptionally(failure instanceof RecordTooLargeException
                        ? new dev.gatehouse.server.log.RecordTooLargeException(
                                "Kafka takes no record of this size for " + topic.name() + ".", failure)
                        : unavailable(failure));
            }
        });
        return done;
    }

    private void stop(Order order, Throwable failure) {
        order.failed.set(true);
        boolean neverSent = failure instanceof RefusedHereException || failure instanceof HeldBackException;
        if (!neverSent && order.givenUp.compareAndSet(false, true)) {
            giveUp();
        }
    }

    /** Ends the producer and all that it has under way, as soon as the sender comes to it. */
    private void giveUp() {
        try {
            sender.execute(() -> {
                if (producer != null) {
                    producer.close(Duration.ZERO);
                    producer = null;
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The log of {} is closing and gives up what is under way anyway.", topic.name(), e);
        }
    }

    @Override
    public Subscription subscribe(Map<Integer, Long> from, Reader reader) {
        return new KafkaSubscription(topic.name(), clients, from, reader);
    }

    @Override
    public Map<Integer, Long> ends() {
        return watch.ends();
    }

    /** Whether Kafka answers; what was seen is at most some three seconds old. */
    public Reachability reachability() {
        return reachability;
    }

    /** Gives records under way the topic's patience, then stops. Subscriptions are closed by those who opened them. */
    @Override
    public synchronized void close() {
        if (!sender.isShutdown()) {
            sender.execute(this::dropProducer);
        }
        sender.close();
        watch.close();
    }

    private void send(ProducerRecord<String, String> message, CompletableFuture<RecordMetadata> sent) {
        if (sent.isDone()) {
            return;
        }
        try {
            if (producer == null) {
                producer = clients.producer();
            }
            Thread sending = Thread.currentThread();
            var _ = producer.send(message, (metadata, failure) -> {
                if (failure == null) {
                    sent.complete(metadata);
                } else if (failure instanceof RecordTooLargeException && Thread.currentThread().equals(sending)) {
                    sent.completeExceptionally(new RefusedHereException(failure));
                } else {
                    sent.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            sent.completeExceptionally(e);
            if (!(e instanceof RetriableException)) {
                dropProducer();
            }
        }
    }

    /** Closes the producer; the next record gets a new one. On the sender's thread only. */
    private void dropProducer() {
        if (producer != null) {
            producer.close(Duration.ofMillis(topic.patience().toMillis()));
            producer = null;
        }
    }

    private LogUnavailableException unavailable(Throwable failure) {
        String what = failure instanceof TimeoutException ? "no answer in time." : String.valueOf(failure.getMessage());
        LogUnavailableException thrown = new LogUnavailableException(
                "Kafka at " + topic.bootstrap() + " did not take a record for " + topic.name() + ": " + what,
                failure);
        if (!(failure instanceof HeldBackException)) {
            reachability.failed(thrown);
        }
        return thrown;
    }
}
