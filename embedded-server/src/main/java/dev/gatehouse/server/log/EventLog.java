package dev.gatehouse.server.log;

import dev.gatehouse.model.audit.Receipt;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One topic of the log: records in order, in one or more partitions, kept. Adapters are {@code KafkaEventLog} and
 * {@code SqliteEventLog}.
 */
public interface EventLog extends AutoCloseable {

    /**
     * A record as it stands in the log.
     *
     * @param position   topic, partition, offset
     * @param key        decides the partition; records of one key stay in order
     * @param value      the text; the bytes in hex digits where they are no UTF-8
     * @param timeMillis when it was appended, in milliseconds since 1970; negative where the log does not tell
     * @param hex        whether {@code value} is hex digits
     */
    record Entry(Receipt position, String key, String value, long timeMillis, boolean hex) {

        /** A text whose time is not told. */
        public Entry(Receipt position, String key, String value) {
            this(position, key, value, -1, false);
        }
    }

    /**
     * A record on its way into the log.
     *
     * @param key   decides the partition
     * @param value JSON text
     */
    record Message(String key, String value) {}

    /** Takes what a subscription reads. */
    interface Reader {

        /**
         * Takes records of one or more partitions, in order within each. Called by one thread. Where it throws, the
         * same records come again after a pause.
         */
        void read(List<Entry> entries);

        /**
         * The log no longer holds offsets {@code from} (inclusive) to {@code to} (exclusive) of a partition; reading
         * goes on at {@code to}.
         */
        void gap(int partition, long from, long to);
    }

    /** A running subscription; closing it returns once no more records will be delivered. */
    interface Subscription extends AutoCloseable {

        @Override
        void close();
    }

    /** The topic's name. */
    String topic();

    /**
     * Appends a record. The future completes once it is durable (Kafka: all in-sync replicas; SQLite: on disk).
     *
     * <p>It fails with {@link LogUnavailableException} where the log does not answer in time; whether the record was
     * appended is then not known, so a reader must drop repeats by an id within the value. It fails with
     * {@link RecordTooLargeException} where the log takes no record of this size.
     */
    CompletableFuture<Receipt> append(String key, String value);

    /**
     * Appends records in this order. A record fails where one before it has failed, unless it stood in the log already;
     * whoever appends all that failed once more finds the first of each in order.
     *
     * @return one future per record, as {@link #append} gives it
     */
    List<CompletableFuture<Receipt>> appendInOrder(List<Message> messages);

    /**
     * Delivers every record from the given offsets on, and goes on until closed, across outages.
     *
     * @param from the first offset wanted per partition; a partition that is not named starts at its beginning
     */
    Subscription subscribe(Map<Integer, Long> from, Reader reader);

    /**
     * The offset after the last record, per partition.
     *
     * @throws LogUnavailableException where the log does not answer in time
     */
    Map<Integer, Long> ends();

    @Override
    void close();
}
