package dev.gatehouse.server.log.kafka;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.server.log.Backoff;
import dev.gatehouse.server.log.EventLog;
import dev.gatehouse.server.schedule.Threads;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads all partitions of a topic on a thread of its own until closed, with no consumer group. */
final class KafkaSubscription implements EventLog.Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSubscription.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ASK = Duration.ofSeconds(2);
    private static final Duration NEW_PARTITIONS = Duration.ofSeconds(30);

    private final String topic;
    private final KafkaClients clients;
    private final EventLog.Reader reader;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1), stop);
    /** The first offset not delivered yet, per partition. */
    private final Map<Integer, Long> next;
    private final Thread thread;
    private volatile @Nullable Consumer<String, byte[]> consumer;

    KafkaSubscription(String topic, KafkaClients clients, Map<Integer, Long> from, EventLog.Reader reader) {
        this.topic = topic;
        this.clients = clients;
        this.next = new HashMap<>(from);
        this.reader = reader;
        this.thread = Thread.ofPlatform().daemon().name("read-" + topic).start(this::run);
    }

    @Override
    public void close() {
        stop.countDown();
        Consumer<String, byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        Threads.join(thread);
    }

    private void run() {
        boolean told = false;
        while (stop.getCount() > 0) {
            try (Consumer<String, byte[]> current = clients.consumer()) {
                consumer = current;
                readOn(current);
            } catch (WakeupException e) {
                LOG.debug("Reading {} was woken to stop.", topic, e);
            } catch (InterruptException e) {
                return;
            } catch (RuntimeException | Error e) {
                if (!told) {
                    LOG.warn("Reading {} stopped and is tried again: {}", topic, e.getMessage(), e);
                    told = true;
                }
                if (!backoff.pause()) {
                    return;
                }
            }
        }
    }

    private void readOn(Consumer<String, byte[]> current) {
        long assignedAt = System.nanoTime();
        assign(current);
        while (stop.getCount() > 0) {
            if (current.assignment().isEmpty() || System.nanoTime() - assignedAt > NEW_PARTITIONS.toNanos()) {
                assignedAt = System.nanoTime();
                assign(current);
            }
            if (current.assignment().isEmpty()) {
                if (!backoff.pause()) {
                    return;
                }
                continue;
            }
            try {
                List<EventLog.Entry> entries = new ArrayList<>();
                for (ConsumerRecord<String, byte[]> row : current.poll(POLL)) {
                    entries.add(entry(row));
                }
                deliver(entries);
            } catch (OffsetOutOfRangeException e) {
                jumpGaps(current, e.offsetOutOfRangePartitions());
            }
        }
    }

    private EventLog.Entry entry(ConsumerRecord<String, byte[]> row) {
        byte[] bytes = row.value() == null ? new byte[0] : row.value();
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean hex = text.indexOf('\uFFFD') >= 0 && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
        return new EventLog.Entry(new Receipt(topic, row.partition(), row.offset()),
                row.key() == null ? "" : row.key(), hex ? HexFormat.of().formatHex(bytes) : text, row.timestamp(),
                hex);
    }

    /** Takes on the partitions that there are and that are not read yet. */
    private void assign(Consumer<String, byte[]> current) {
        Set<TopicPartition> partitions = new HashSet<>();
        for (PartitionInfo info : current.partitionsFor(topic, ASK)) {
            partitions.add(new TopicPartition(topic, info.partition()));
        }
        Set<TopicPartition> added = new HashSet<>(partitions);
        added.removeAll(current.assignment());
        if (added.isEmpty()) {
            return;
        }
        current.assign(partitions);
        for (TopicPartition partition : added) {
            Long from = next.get(partition.partition());
            if (from == null) {
                current.seekToBeginning(Set.of(partition));
            } else {
                current.seek(partition, from);
            }
        }
        backoff.reset();
    }

    private void deliver(List<EventLog.Entry> entries) {
        boolean told = false;
        while (!entries.isEmpty() && stop.getCount() > 0) {
            try {
                reader.read(entries);
                for (EventLog.Entry entry : entries) {
                    next.put(entry.position().partition(), entry.position().offset() + 1);
                }
                backoff.reset();
                return;
            } catch (RuntimeException | Error e) {
                if (!told) {
                    LOG.warn("{} records of {} from {} on were not taken; they come again.", entries.size(), topic,
                            entries.getFirst().position(), e);
                    told = true;
                }
                if (!backoff.pause()) {
                    return;
                }
            }
        }
    }

    private void jumpGaps(Consumer<String, byte[]> current, Map<TopicPartition, Long> outOfRange) {
        Map<TopicPartition, Long> beginnings = current.beginningOffsets(outOfRange.keySet(), ASK);
        outOfRange.forEach((partition, wanted) -> {
            long beginning = beginnings.getOrDefault(partition, 0L);
            if (wanted >= beginning) {
                throw new IllegalStateException("The partition " + partition + " ends before " + wanted
                        + ", which was read before: the topic was made anew or has lost records. Give this node a"
                        + " topic of another name, or an empty data folder.");
            }
            reader.gap(partition.partition(), wanted, beginning);
            next.put(partition.partition(), beginning);
            current.seek(partition, beginning);
        });
    }
}
