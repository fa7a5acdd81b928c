package dev.gatehouse.ui.demo.fleet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/**
 * What stands behind the routes of the demo: a timetable, two scales of cranes of which one is slow, and a weather station
 * that is out of order for a while again and again. They listen on loopback, each on a port that was free.
 */
final class HarbourServices implements AutoCloseable {

    private static final Duration WEATHER_CYCLE = Duration.ofSeconds(75);
    private static final Duration WEATHER_OUT = Duration.ofSeconds(20);
    private static final int OUT_OF_ORDER = 503;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<HttpServer> servers = new ArrayList<>();
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final long startNanos = System.nanoTime();
    private final String timetable;
    private final List<String> scales;
    private final String weather;

    /** @throws IOException where no port is free */
    HarbourServices() throws IOException {
        timetable = serve(asked -> answer(asked, 200, 4, 25, "{\"next\":\"14:05\",\"pier\":4}"));
        scales = List.of(serve(asked -> answer(asked, 200, 5, 40, "{\"tons\":12.5}")),
                serve(asked -> answer(asked, 200, 60, 220, "{\"tons\":7.25}")));
        weather = serve(this::weather);
    }

    /** Answers one request. */
    @FunctionalInterface
    private interface Service {

        void to(HttpExchange asked) throws IOException, InterruptedException;
    }

    /** The base address of the timetable. */
    String timetable() {
        return timetable;
    }

    /** The base addresses of the scales. */
    List<String> scales() {
        return scales;
    }

    /** The base address of the weather station. */
    String weather() {
        return weather;
    }

    private String serve(Service service) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", asked -> {
            try (asked) {
                service.to(asked);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        servers.add(server);
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void weather(HttpExchange asked) throws IOException, InterruptedException {
        long into = (System.nanoTime() - startNanos) % WEATHER_CYCLE.toNanos();
        boolean out = into > WEATHER_CYCLE.minus(WEATHER_OUT).toNanos();
        answer(asked, out ? OUT_OF_ORDER : 200, 10, 60, out ? "{}" : "{\"wind\":\"NW 5\",\"gusts\":21}");
    }

    private void answer(HttpExchange asked, int status, long leastMillis, long mostMillis, String body)
            throws IOException, InterruptedException {
        Thread.sleep(Duration.ofMillis(random.nextLong(leastMillis, mostMillis)));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        asked.getResponseHeaders().set("Content-Type", "application/json");
        asked.sendResponseHeaders(status, bytes.length);
        asked.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        threads.shutdownNow();
    }
}
