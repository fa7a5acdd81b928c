package dev.gatehouse.ui.demo.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real Kafka broker, controller and broker in one, in a JVM of its own. */
public final class BrokerProcess implements AutoCloseable {

    /** What the broker's JVM prints once it serves. */
    public static final String READY = "broker ready";

    private static final String MAIN_CLASS = "dev.gatehouse.ui.demo.kafka.BrokerMain";
    private static final int HEAP_MEGABYTES = 384;

    private final Child child;
    private final String bootstrap;

    private BrokerProcess(Child child, String bootstrap) {
        this.child = child;
        this.bootstrap = bootstrap;
    }

    /**
     * Starts it and waits until it serves.
     *
     * @param jvm    the JVM with the broker's jars on its class path
     * @param folder takes its log and its data
     */
    public static BrokerProcess start(Jvm jvm, Path folder) throws DemoFailure, InterruptedException {
        int port = FreePort.find();
        int controllerPort = FreePort.find();
        Child child = Child.start("Kafka", jvm.command(HEAP_MEGABYTES, MAIN_CLASS,
                List.of(folder.resolve("kafka").toString(), Integer.toString(port), Integer.toString(controllerPort))),
                folder.resolve("kafka.log"));
        try {
            child.awaitLine(READY::equals, Duration.ofSeconds(60));
        } catch (DemoFailure | InterruptedException failure) {
            child.close();
            throw failure;
        }
        return new BrokerProcess(child, "127.0.0.1:" + port);
    }

    /** Where it answers, in the form of {@code kafka.bootstrap}. */
    public String bootstrap() {
        return bootstrap;
    }

    /** Whether it still runs. */
    public boolean alive() {
        return child.alive();
    }

    @Override
    public void close() {
        child.close();
    }
}
