package dev.gatehouse.ui.demo.kafka;

import dev.gatehouse.ui.demo.process.BrokerProcess;
import dev.gatehouse.ui.demo.process.Lifeline;
import java.io.IOException;
import java.nio.file.Path;

/** Formats a folder and runs a broker on it until the standard input is over. */
public final class BrokerMain {

    private BrokerMain() {}

    /** @param arguments folder, port, controller's port */
    public static void main(String[] arguments) throws IOException {
        // Until the broker stands there is nothing to save: a parent that is gone ends this at once.
        Lifeline.watch(System.in, () -> Runtime.getRuntime().halt(0));
        Broker broker = Broker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]));
        System.out.println(BrokerProcess.READY);
        broker.awaitShutdown();
    }
}
