package dev.gatehouse.server.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.server.bus.Bus.Message;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What every bus does. */
public abstract class BusContract {

    /** Opens the bus of a node, ready to hear. */
    protected abstract Bus open(String node);

    @Test
    void hearsItselfInTheOrderOfSending() {
        try (Bus bus = open("a")) {
            List<Integer> heard = new CopyOnWriteArrayList<>();
            bus.on("count", message -> heard.add(message.body().path("n").asInt()));

            for (int n = 0; n < 100; n++) {
                bus.publish("count", Map.of("n", n));
            }

            await().until(() -> heard.size() == 100);
            assertThat(heard).isSorted();
        }
    }

    @Test
    void messageToItselfIsHeardOnce() {
        try (Bus bus = open("a")) {
            List<Message> heard = new CopyOnWriteArrayList<>();
            bus.on("hello", heard::add);
            bus.on("end", heard::add);

            bus.send("a", "hello", Map.of("x", 1));
            bus.publish("end", Map.of());

            await().until(() -> heard.size() == 2);
            assertThat(heard.getFirst().from()).isEqualTo("a");
            assertThat(heard.getFirst().body().path("x").asInt()).isEqualTo(1);
        }
    }

    @Test
    void messageToAnotherNodeIsNotHeard() {
        try (Bus bus = open("a")) {
            List<Message> heard = new CopyOnWriteArrayList<>();
            bus.on("hello", heard::add);

            bus.send("b", "hello", Map.of());
            bus.publish("hello", Map.of("last", true));

            await().until(() -> !heard.isEmpty());
            assertThat(heard.getFirst().body().path("last").asBoolean()).isTrue();
        }
    }

    @Test
    void handlerThatThrowsDoesNotStopTheOthers() {
        try (Bus bus = open("a")) {
            List<Message> heard = new CopyOnWriteArrayList<>();
            bus.on("bad", _ -> {
                throw new IllegalStateException("on purpose");
            });
            bus.on("good", heard::add);

            bus.publish("bad", Map.of());
            bus.publish("good", Map.of());

            await().until(() -> heard.size() == 1);
        }
    }
}
