package dev.gatehouse.server.log.kafka;

import dev.gatehouse.server.log.LogUnavailableException;
import dev.gatehouse.server.schedule.Threads;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that the topic is there, and asks every other second whether Kafka still answers. */
final class TopicWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final KafkaTopic topic;
    private final KafkaClients clients;
    private final Reachability reachability;
    private final ReentrantLock opening = new ReentrantLock();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private @Nullable Admin admin;

    TopicWatch(KafkaTopic topic, KafkaClients clients, Reachability reachability) {
        this.topic = topic;
        this.clients = clients;
        this.reachability = reachability;
        this.thread = Thread.ofPlatform().daemon().name("watch-" + topic.name()).start(this::run);
    }

    /**
     * The offset after the last record, per partition.
     *
     * @throws LogUnavailableException where Kafka does not answer within a second
     */
    Map<Integer, Long> ends() {
        long until = System.nanoTime() + ANSWER.toNanos();
        try {
            Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
            var described = Objects.requireNonNull(
                    admin().describeTopics(List.of(topic.name())).topicNameValues().get(topic.name()));
            for (TopicPartitionInfo partition : await(described, until).partitions()) {
                wanted.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest());
            }
            ListOffsetsResult listed = admin().listOffsets(wanted);
            Map<Integer, Long> ends = new HashMap<>();
            for (TopicPartition partition : wanted.keySet()) {
                ends.put(partition.partition(), await(listed.partitionResult(partition), until).offset());
            }
            reachability.succeeded();
            return Map.copyOf(ends);
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("Asking Kafka was interrupted.", e);
        }
    }

    @Override
    public void close() {
        stop.countDown();
        Threads.join(thread);
        opening.lock();
        try {
            if (admin != null) {
                admin.close(Duration.ZERO);
                admin = null;
            }
        } finally {
            opening.unlock();
        }
    }

    private void run() {
        boolean there = topic.partitions() == KafkaTopic.NEVER_MADE;
        boolean told = false;
        do {
            try {
                if (!there) {
                    create();
                    there = true;
                }
                ends();
                told = false;
            } catch (LogUnavailableException e) {
                there = there && (!isMissing(e) || topic.partitions() == KafkaTopic.NEVER_MADE);
                if (!told) {
                    LOG.warn("{} It is asked again every {} s.", e.getMessage(), PERIOD.toSeconds());
                    told = true;
                }
            }
        } while (pause());
    }

    private boolean pause() {
        try {
            return !stop.await(PERIOD.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void create() {
        Map<String, String> settings = new HashMap<>();
        if (topic.keptForever()) {
            settings.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
            settings.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
        }
        NewTopic wanted = new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
                .configs(settings);
        try {
            await(admin().createTopics(List.of(wanted)).all(), System.nanoTime() + topic.patience().toNanos());
            LOG.info("Created the topic {} with {} partitions.", topic.name(), topic.partitions());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw unavailable(e);
            }
        } catch (KafkaException | TimeoutException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("Creating the topic was interrupted.", e);
        }
    }

    private LogUnavailableException unavailable(Exception thrown) {
        Throwable cause = thrown instanceof ExecutionException && thrown.getCause() != null
                ? thrown.getCause()
                : thrown;
        String what = thrown instanceof TimeoutException ? "no answer in time." : String.valueOf(cause.getMessage());
        LogUnavailableException failure = new LogUnavailableException(
                "Kafka at " + topic.bootstrap() + " does not give the topic " + topic.name() + ": " + what,
                cause);
        reachability.failed(failure);
        return failure;
    }

    private static boolean isMissing(LogUnavailableException failure) {
        return failure.getCause() instanceof UnknownTopicOrPartitionException;
    }

    private Admin admin() {
        opening.lock();
        try {
            if (stop.getCount() == 0) {
                throw new LogUnavailableException("The log is closed.", null);
            }
            if (admin == null) {
                admin = clients.admin();
            }
            return admin;
        } finally {
            opening.unlock();
        }
    }

    private static <T> T await(KafkaFuture<T> future, long untilNanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(Math.max(1, untilNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
}
