package dev.gatehouse.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.fixture.Api;
import dev.gatehouse.server.schedule.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * How long a record takes from its producer until an open tail shows it or counts it, beside a consumer that reads the
 * same records of the same broker at the same time.
 */
final class TailBench {

    private static final String TOPIC = "bench.events";
    private static final int PER_SECOND = 5_000;
    private static final int WARM_UP_SECONDS = 20;

    private TailBench() {}

    static Table run(Options options) throws IOException, InterruptedException {
        int seconds = options.secondsOr(20);
        Table table = new Table("tail", "tail --seconds " + seconds,
                "%,d records a second, %d s".formatted(PER_SECOND, seconds), "tail of a node", "bare consumer",
                "ratio");
        try (Scratch scratch = Scratch.make();
                Child broker = Child.java(Child.LOAD_CORE, List.of("-Xms384m", "-Xmx384m"), BrokerMain.class,
                        scratch.path("broker").toString())) {
            String bootstrap = broker.line("ready ");
            try (Admin admin = Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
                admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().toCompletionStage()
                        .toCompletableFuture().join();
            }
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                    Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap), new StringSerializer(),
                    new StringSerializer())) {
                var _ = producer.send(new ProducerRecord<>(TOPIC, 0, "first", "{}"));
                producer.flush();
                try (Child node = Child.java(Child.SERVER_CORE, List.of("-Xms512m", "-Xmx512m"), NodeMain.class,
                        scratch.path("node").toString(), "kafka.bootstrap=" + bootstrap, "audit.topics=" + TOPIC
                                + ":json");
                        Reader reader = new Reader(bootstrap)) {
                    URI address = URI.create(node.line("ready "));
                    Bench.say("tail: the node is at " + address + "; " + NodeMain.ADMIN + ", " + NodeMain.PASSWORD);
                    Seen tail = new Seen((WARM_UP_SECONDS + seconds) * PER_SECOND);
                    WebSocket socket = open(address, tail);
                    reader.start((WARM_UP_SECONDS + seconds) * PER_SECOND);
                    tail.await(1);
                    long[] sent = produce(producer, (WARM_UP_SECONDS + seconds) * PER_SECOND);
                    tail.await(sent.length + 1);
                    reader.seen.await(sent.length + 1);
                    socket.abort();
                    int from = WARM_UP_SECONDS * PER_SECOND;
                    long[] shown = tail.delays(sent, from);
                    long[] read = reader.seen.delays(sent, from);
                    for (double share : new double[]{0.5, 0.99}) {
                        double ours = Figures.percentile(shown, share) / 1e6;
                        double bare = Figures.percentile(read, share) / 1e6;
                        table.row("delay p%.0f, ms".formatted(share * 100), Figures.text(ours), Figures.text(bare),
                                Figures.ratio(ours / bare));
                    }
                }
            }
        }
        return table;
    }

    /** Sends so many records at an even pace; gives when each was handed over, in nanoseconds. */
    private static long[] produce(KafkaProducer<String, String> producer, int records) {
        long[] sent = new long[records];
        long began = System.nanoTime();
        for (int i = 0; i < records; i++) {
            long due = began + i * 1_000_000_000L / PER_SECOND;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            sent[i] = System.nanoTime();
            var _ = producer.send(new ProducerRecord<>(TOPIC, 0, "order-" + i % 100,
                    "{\"order\":" + i + ",\"state\":\"paid\",\"customer\":\"customer-" + i % 977 + "\"}"));
        }
        producer.flush();
        return sent;
    }

    private static WebSocket open(URI address, Seen seen) {
        String token = new Api(address).signedIn(NodeMain.ADMIN, NodeMain.PASSWORD).token();
        WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder()
                .subprotocols("gatehouse.live.v1", "bearer." + token)
                .connectTimeout(Duration.ofSeconds(5))
                .buildAsync(URI.create(address.toString().replaceFirst("http", "ws") + "/api/v1/live"),
                        new Window(seen))
                .join();
        socket.sendText("{\"op\":\"open\",\"id\":\"tail\",\"view\":\"audit\",\"query\":\"topic:" + TOPIC
                + "\",\"limit\":200}", true).join();
        return socket;
    }

    /** When each count of records was first reached. */
    private static final class Seen {

        private final long[] at;
        private final AtomicInteger count = new AtomicInteger();

        Seen(int records) {
            at = new long[records + 1];
        }

        /** {@code total} records are there now. */
        void reached(long total) {
            long now = System.nanoTime();
            int before = count.get();
            int reached = (int) Math.min(total, at.length);
            if (reached > before) {
                Arrays.fill(at, before, reached, now);
                count.set(reached);
            }
        }

        void await(int records) {
            while (count.get() < records) {
                LockSupport.parkNanos(1_000_000);
            }
        }

        /** In ascending order, without those before {@code from}. The first record of all was there before. */
        long[] delays(long[] sent, int from) {
            long[] delays = new long[sent.length - from];
            for (int i = from; i < sent.length; i++) {
                delays[i - from] = at[i + 1] - sent[i];
            }
            Arrays.sort(delays);
            return delays;
        }
    }

    /** A window of the live feed, as far as its total goes. */
    private static final class Window implements WebSocket.Listener {

        private final Seen seen;
        private final StringBuilder frame = new StringBuilder();

        Window(Seen seen) {
            this.seen = seen;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            frame.append(part);
            if (last) {
                try {
                    JsonNode told = Json.LENIENT.readTree(frame.toString());
                    seen.reached(told.path("total").asLong());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                frame.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    /** The bare consumer, on a thread of its own. */
    private static final class Reader implements AutoCloseable {

        private final KafkaConsumer<byte[], byte[]> consumer;
        private Seen seen = new Seen(0);
        private @Nullable Thread thread;
        private volatile boolean closed;

        Reader(String bootstrap) {
            consumer = new KafkaConsumer<>(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
                    new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        void start(int records) {
            seen = new Seen(records);
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            thread = Thread.ofPlatform().start(() -> {
                long read = 0;
                while (read <= records && !closed) {
                    read += consumer.poll(Duration.ofMillis(100)).count();
                    seen.reached(read);
                }
            });
        }

        @Override
        public void close() {
            closed = true;
            if (thread != null) {
                Threads.join(thread);
            }
            consumer.close();
        }
    }
}
