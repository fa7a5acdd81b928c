package dev.gatehouse.server.trace;

import dev.gatehouse.server.schedule.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is kept to a collector, by OTLP over HTTP in JSON. A collector that is away or slow costs this node
 * nothing: what does not fit into the queue is dropped and counted.
 */
public final class OtlpExport implements Consumer<List<KeptWork>>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OtlpExport.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_QUEUED = 4096;
    private static final int BATCH = 256;
    /** Answers after which the same is to be sent again, by the protocol. */
    private static final Set<Integer> AGAIN = Set.of(429, 502, 503, 504);

    private final URI collector;
    private final String node;
    private final String version;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final BlockingQueue<KeptWork> queue = new LinkedBlockingQueue<>(MOST_QUEUED);
    private final LongAdder dropped = new LongAdder();
    private final Ticker sender;
    private List<KeptWork> unsent = List.of();
    private boolean failing;

    /** @param collector its address; {@code /v1/traces} is added where there is no path */
    public OtlpExport(URI collector, String node, String version) {
        this.collector = collector.getPath() == null || collector.getPath().length() <= 1
                ? collector.resolve("/v1/traces")
                : collector;
        this.node = node;
        this.version = version;
        this.sender = new Ticker("trace-export", EVERY, this::send);
    }

    /** Queues what is to be sent; never waits. */
    @Override
    public void accept(List<KeptWork> works) {
        for (KeptWork work : works) {
            if (!queue.offer(work)) {
                dropped.increment();
            }
        }
    }

    /** How many works never reached the collector. */
    public long dropped() {
        return dropped.sum();
    }

    private void send() {
        while (true) {
            if (unsent.isEmpty()) {
                List<KeptWork> batch = new ArrayList<>();
                queue.drainTo(batch, BATCH);
                unsent = batch;
            }
            if (unsent.isEmpty() || !sent(unsent)) {
                return;
            }
            unsent = List.of();
        }
    }

    /** Whether the collector needs this no more, be it that it took it or that it never will. */
    private boolean sent(List<KeptWork> works) {
        HttpRequest request = HttpRequest.newBuilder(collector).timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(OtlpText.request(node, version, works))).build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status / 100 == 2) {
                failing = false;
                return true;
            }
            complain("it answers " + status);
            if (AGAIN.contains(status)) {
                return false;
            }
            dropped.add(works.size());
            return true;
        } catch (IOException e) {
            complain(String.valueOf(e.getMessage()));
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void complain(String why) {
        if (!failing) {
            failing = true;
            LOG.warn("Traces do not reach the collector {}: {}", collector, why);
        }
    }

    @Override
    public void close() {
        sender.close();
        http.shutdownNow();
    }
}
