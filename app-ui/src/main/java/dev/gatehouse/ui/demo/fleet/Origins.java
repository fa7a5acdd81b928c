package dev.gatehouse.ui.demo.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where the simulated clients come from: several loopback addresses, so that the fleet does not look like one machine
 * and a node that locks out an address locks out that one only. Where the system has one loopback address, all share it.
 */
final class Origins implements AutoCloseable {

    private static final int CLIENT_ADDRESSES = 16;
    private static final List<String> AGENTS = List.of(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 15_6) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15",
            "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
            "HarborApp/4.2 (Android 16; Pixel 9)", "HarborApp/4.2 (iOS 26.0; iPhone17,3)",
            "harbor-sensor/1.8 (linux; arm64)");

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<HttpClient> clients;
    private final HttpClient operators;
    private final HttpClient strangers;

    Origins() {
        List<HttpClient> made = new ArrayList<>();
        for (int index = 0; index < CLIENT_ADDRESSES; index++) {
            made.add(from("127.0.10." + (index + 1)));
        }
        clients = List.copyOf(made);
        operators = from("127.0.1.1");
        strangers = from("127.0.66.6");
    }

    /** The user agent of a client. */
    String agent(int index) {
        return AGENTS.get(index % AGENTS.size());
    }

    /** The address of a client. */
    HttpClient client(int index) {
        return clients.get(index % clients.size());
    }

    /** The operators' address. */
    HttpClient operators() {
        return operators;
    }

    /** The address of those who guess and forge. */
    HttpClient strangers() {
        return strangers;
    }

    @Override
    public void close() {
        clients.forEach(HttpClient::shutdownNow);
        operators.shutdownNow();
        strangers.shutdownNow();
        executor.shutdownNow();
    }

    private HttpClient from(String address) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .executor(executor);
        try {
            InetAddress local = InetAddress.getByName(address);
            new ServerSocket(0, 1, local).close();
            builder.localAddress(local);
        } catch (IOException notHere) {
            builder.localAddress(null);
        }
        return builder.build();
    }
}
