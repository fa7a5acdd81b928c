package dev.gatehouse.ui.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.ui.StubServer;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.collections.FXCollections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The question which route takes a request, and what is typed while its answer is on its way. */
class RouteProbeTest {

    private final StubServer server = new StubServer();
    private final ConsoleClient client = server.signedIn(Role.OPERATOR);
    private final RouteProbe probe = new RouteProbe(client, new SameThreadTaskRunner(),
            FXCollections.observableArrayList());
    private final List<Sentence> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answerIsGoneOnceAnotherRequestIsTyped() {
        server.on("POST", RoutesExchange.PROBE_PATH, body -> new RoutesExchange.ProbeResponse(false, null, Map.of()));
        probe.pathProperty().set("/a");
        probe.ask();
        await().until(() -> probe.answerProperty().get() != null);

        probe.hostProperty().set("shop.example.com");

        assertThat(probe.answerProperty().get()).isNull();
    }

    @Test
    void answerToWhatIsTypedNoMoreIsNotShown() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        server.on("POST", RoutesExchange.PROBE_PATH, body -> {
            try {
                assertThat(answer.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return new RoutesExchange.ProbeResponse(false, null, Map.of());
        });
        probe.answerProperty().addListener((observed, before, now) -> {
            if (now != null) {
                told.add(now.sentence());
            }
        });
        probe.pathProperty().set("/a");
        probe.ask();

        probe.pathProperty().set("/b");
        answer.countDown();
        // The server answers one after the other, so the first answer is here before this one.
        client.routes().probe(new RoutesExchange.ProbeRequest("GET", "/c", null)).get(10, TimeUnit.SECONDS);
        assertThat(told).isEmpty();
        probe.ask();

        await().until(() -> !told.isEmpty());
        assertThat(told).containsExactly(Sentence.of("route.probe.none", "GET", "/b"));
    }
}
