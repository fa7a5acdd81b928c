package dev.gatehouse.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The least that a durable append can be, on the same disk or the same broker. */
interface BareLog extends AutoCloseable {

    /** Appends a record of the length of a command and waits until it is durable. */
    void append();

    @Override
    void close();

    /** As long as the command that changes a user's name. */
    String RECORD = "x".repeat(330);

    /** A transaction of one row in WAL mode with {@code synchronous=FULL}. */
    static BareLog sqlite(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        Connection connection = source.getConnection();
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE record (id INTEGER PRIMARY KEY, value TEXT NOT NULL)");
        }
        PreparedStatement insert = connection.prepareStatement("INSERT INTO record (value) VALUES (?)");
        ReentrantLock writing = new ReentrantLock();
        return new BareLog() {

            @Override
            public void append() {
                writing.lock();
                try {
                    insert.setString(1, RECORD);
                    insert.executeUpdate();
                } catch (SQLException e) {
                    throw new BenchFailure("SQLite did not take a row: " + e.getMessage());
                } finally {
                    writing.unlock();
                }
            }

            @Override
            public void close() {
                try {
                    insert.close();
                    connection.close();
                } catch (SQLException e) {
                    throw new BenchFailure("SQLite did not close: " + e.getMessage());
                }
            }
        };
    }

    /** A record that all in-sync replicas acknowledge, sent without waiting for others. */
    static BareLog kafka(String bootstrap) throws InterruptedException, ExecutionException {
        String topic = "bench.bare";
        try (Admin admin = Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap, ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.LINGER_MS_CONFIG, 0),
                new StringSerializer(), new StringSerializer());
        return new BareLog() {

            @Override
            public void append() {
                try {
                    producer.send(new ProducerRecord<>(topic, "key", RECORD)).get();
                } catch (ExecutionException e) {
                    throw new BenchFailure("Kafka did not take a record: " + e.getCause());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new BenchFailure("Interrupted.");
                }
            }

            @Override
            public void close() {
                producer.close();
            }
        };
    }
}
