package dev.gatehouse.ui.demo.fleet;

import dev.gatehouse.client.fleet.TokenSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests through the routes until it is interrupted, with a token or without. A closed route answers 404, one that
 * needs a token 401, one that was asked too often 429.
 */
final class Wayfarer implements Runnable {

    private static final List<String> PATHS = List.of("/ferries/line-%d/times", "/weather/station-%d/wind",
            "/cranes/%d/load");
    private static final List<String> SIGNED_PATHS = List.of("/cranes/%d/load", "/cranes/%d/load",
            "/archive/1998/log-%d", "/ferries/line-%d/times");
    private static final int DIFFERENT = 20;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient http;
    private final URI traffic;
    private final Tally tally;
    private final @Nullable TokenSource tokens;
    private final RandomGenerator random = RandomGenerator.getDefault();

    /**
     * @param traffic where a node takes managed traffic
     * @param tokens  gives the tokens that are shown; absent for one who shows none
     */
    Wayfarer(HttpClient http, URI traffic, Tally tally, @Nullable TokenSource tokens) {
        this.http = http;
        this.traffic = traffic;
        this.tally = tally;
        this.tokens = tokens;
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
        } catch (TokenSource.SignedOutException over) {
            tally.refused("traffic: " + over.getMessage());
        }
    }

    private void ask() throws InterruptedException, TokenSource.SignedOutException {
        List<String> paths = tokens == null ? PATHS : SIGNED_PATHS;
        String path = paths.get(random.nextInt(paths.size())).formatted(random.nextInt(DIFFERENT));
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(traffic.resolve(path)).timeout(LIMIT);
            if (tokens != null) {
                request.header("Authorization", "Bearer " + tokens.token());
            }
            int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status >= 500) {
                tally.refused("traffic: " + status);
            }
        } catch (IOException _) {
            tally.refused("traffic: no answer");
        }
    }
}
