package dev.gatehouse.bench;

import dev.gatehouse.server.call.RequestFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A node's change log on Kafka, which may be slow or gone. */
public final class CommandsMain {

    private static final int PER_SECOND = 50;
    private static final int USERS = 64;
    private static final int MOST_TRIES = 100;

    private CommandsMain() {}

    /**
     * Takes a folder and the broker's address; says {@code ready}. Each line of the input is a number of seconds, answered
     * by {@code done <per second> <p50 in ms> <p99 in ms>}, or {@code settle}, answered once a command is applied.
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        try (NodeLog node = NodeLog.kafka(arguments[1], folder, Clock.systemUTC())) {
            AtomicInteger next = new AtomicInteger();
            node.start(USERS);
            Parent.say("ready");
            Parent.serve(order -> {
                if (order.equals("settle")) {
                    int tries = 0;
                    while (!tried(node, 0) && tries < MOST_TRIES) {
                        tries++;
                    }
                    return "done";
                }
                return "done " + OpenLoop.paced(PER_SECOND, Duration.ofSeconds(Integer.parseInt(order)),
                        () -> tried(node, next.getAndIncrement() % USERS)).line();
            });
        }
    }

    /** Whether a change was applied; false where it was refused, as it must be while Kafka is gone. */
    private static boolean tried(NodeLog node, int user) {
        try {
            node.submit(user);
            return true;
        } catch (RequestFailure e) {
            return false;
        }
    }
}
