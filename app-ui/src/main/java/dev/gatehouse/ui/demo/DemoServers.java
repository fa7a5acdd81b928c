package dev.gatehouse.ui.demo;

import dev.gatehouse.ui.demo.process.BrokerProcess;
import dev.gatehouse.ui.demo.process.DemoFailure;
import dev.gatehouse.ui.demo.process.GeneratorProcess;
import dev.gatehouse.ui.demo.process.Jvm;
import dev.gatehouse.ui.demo.process.NodeProcess;
import dev.gatehouse.ui.demo.process.RedisProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Redis, Kafka and the nodes of a demo. */
final class DemoServers implements AutoCloseable {

    /** So many heartbeats of sessions without sockets leave a small machine time for everything else. */
    private static final int HEARTBEATS_PER_SECOND = 10_000;

    private final DemoSettings settings;
    private final Path folder;
    private final Progress progress;
    private final Jvm jvm = Jvm.current();
    /** What all nodes are told. */
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final List<Runnable> ends = new ArrayList<>();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private volatile @Nullable GeneratorProcess generator;

    DemoServers(DemoSettings settings, Path folder, Progress progress) {
        this.settings = settings;
        this.folder = folder;
        this.progress = progress;
    }

    /** Starts all of them, and gives the nodes' addresses once every one serves. */
    List<NodeProcess.Address> start() throws DemoFailure, InterruptedException {
        long start = System.nanoTime();
        RedisProcess redis = RedisProcess.start(folder, settings.jars());
        ends.add(redis::close);
        progress.since(start, "Redis answers at " + redis.uri() + ", " + redis.origin());
        start = System.nanoTime();
        progress.say("starting Kafka");
        BrokerProcess broker = BrokerProcess.start(jvm.with(settings.jars(), "kafka-clients-"), folder);
        ends.add(broker::close);
        progress.since(start, "Kafka answers at " + broker.bootstrap());
        start = System.nanoTime();
        progress.say("starting " + settings.nodes() + " nodes");
        keys.put("redis.uri", redis.uri());
        keys.put("kafka.bootstrap", broker.bootstrap());
        int madeUp = settings.madeUp().sessions();
        keys.put("ws.heartbeat", Math.max(10, madeUp / HEARTBEATS_PER_SECOND) + "s");
        keys.putAll(settings.overrides());
        for (int number = 1; number <= settings.nodes(); number++) {
            nodes.add(NodeProcess.start(jvm, "node-" + number, folder, keys, madeUp));
        }
        List<NodeProcess.Address> addresses = new ArrayList<>();
        for (NodeProcess node : nodes) {
            NodeProcess.Address address = node.awaitReady();
            addresses.add(address);
            progress.since(start, address.node() + " answers at " + address.uri() + ", traffic " + address.traffic());
        }
        return List.copyOf(addresses);
    }

    /**
     * Has sessions without sockets come in, and waits until all are there; at once where there are to be none. Called
     * once, after {@link #start}: nodes that have so much to read have little time for anything else.
     */
    void fill() throws DemoFailure, InterruptedException {
        if (settings.madeUp().sessions() == 0) {
            return;
        }
        GeneratorProcess filling = GeneratorProcess.start(jvm, folder, keys, settings.madeUp().sessions(),
                settings.madeUp().churn());
        generator = filling;
        long start = System.nanoTime();
        long told = 0;
        for (long online = filling.awaitOnline(); online < settings.madeUp().sessions(); online = filling
                .awaitOnline()) {
            if (online - told >= settings.madeUp().sessions() / 10) {
                progress.say("%,d of %,d sessions without sockets are in".formatted(online,
                        settings.madeUp().sessions()));
                told = online;
            }
        }
        progress.since(start, "%,d sessions without sockets are in; %,d come or go in a second".formatted(
                settings.madeUp().sessions(), settings.madeUp().churn()));
    }

    /** The data folder of the first node. */
    Path firstData() {
        return nodes.getFirst().data();
    }

    /** The nodes that have ended although nobody asked them to. */
    List<String> lost() {
        List<String> lost = new ArrayList<>(
                nodes.stream().filter(node -> !node.alive()).map(NodeProcess::name).toList());
        GeneratorProcess filling = generator;
        if (filling != null && !filling.alive()) {
            lost.add("the generator");
        }
        return lost;
    }

    /** Ends the nodes while they can still reach Redis and Kafka, then those. */
    @Override
    public void close() {
        GeneratorProcess filling = generator;
        if (filling != null) {
            filling.close();
        }
        nodes.forEach(NodeProcess::askToEnd);
        nodes.forEach(NodeProcess::close);
        ends.reversed().forEach(Runnable::run);
    }
}
