package dev.gatehouse.bench;

import dev.gatehouse.server.fixture.Cable;
import dev.gatehouse.server.fixture.KafkaFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A real Kafka broker at the end of a cable that can be slow or cut. */
public final class SlowBrokerMain {

    private SlowBrokerMain() {}

    /**
     * Takes the folder of its data; says {@code ready <bootstrap>}. Each line of the input is {@code up},
     * {@code slow <milliseconds there and back>} or {@code gone}, answered by {@code done}.
     */
    public static void main(String[] arguments) throws IOException {
        try (KafkaFixture broker = new KafkaFixture(Path.of(arguments[0])); Cable cable = Cable.slow(broker.port())) {
            broker.advertise(cable.port());
            broker.start();
            Parent.say("ready 127.0.0.1:" + cable.port());
            Parent.serve(order -> {
                String[] words = order.split(" ", -1);
                switch (words[0]) {
                    case "up" -> {
                        cable.delay(Duration.ZERO);
                        cable.mend();
                    }
                    case "slow" -> {
                        cable.delay(Duration.ofMillis(Integer.parseInt(words[1]) / 2));
                        cable.mend();
                    }
                    case "gone" -> cable.cut();
                    default -> throw new BenchFailure("There is no " + order + ".");
                }
                return "done";
            });
        }
    }
}
