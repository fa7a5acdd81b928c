package dev.gatehouse.bench;

import dev.gatehouse.server.fixture.KafkaFixture;
import java.io.IOException;
import java.nio.file.Path;

/** A real Kafka broker in a process of its own. */
public final class BrokerMain {

    private BrokerMain() {}

    /** Takes the folder of its data; says {@code ready <bootstrap>}. */
    public static void main(String[] arguments) throws IOException {
        try (KafkaFixture broker = KafkaFixture.started(Path.of(arguments[0]))) {
            Parent.say("ready " + broker.bootstrap());
            Parent.serve(order -> order);
        }
    }
}
