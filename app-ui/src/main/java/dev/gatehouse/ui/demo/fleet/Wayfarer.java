package dev.gatehouse.ui.demo.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Sends requests through the routes that are open to everybody, until it is interrupted; a closed one answers 404. */
final class Wayfarer implements Runnable {

    private static final List<String> PATHS = List.of("/ferries/line-%d/times", "/weather/station-%d/wind",
            "/cranes/%d/load");
    private static final int DIFFERENT = 20;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient http;
    private final URI traffic;
    private final Tally tally;
    private final RandomGenerator random = RandomGenerator.getDefault();

    /** @param traffic where a node takes managed traffic */
    Wayfarer(HttpClient http, URI traffic, Tally tally) {
        this.http = http;
        this.traffic = traffic;
        this.tally = tally;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(Duration.ofMillis(random.nextLong(50, 500)));
                ask();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() throws InterruptedException {
        String path = PATHS.get(random.nextInt(PATHS.size())).formatted(random.nextInt(DIFFERENT));
        HttpRequest request = HttpRequest.newBuilder(traffic.resolve(path)).timeout(LIMIT).build();
        try {
            int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status >= 500) {
                tally.refused("traffic: " + status);
            }
        } catch (IOException _) {
            tally.refused("traffic: no answer");
        }
    }
}
