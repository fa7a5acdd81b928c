package dev.gatehouse.ui.demo;

import dev.gatehouse.ui.demo.process.BrokerProcess;
import dev.gatehouse.ui.demo.process.DemoFailure;
import dev.gatehouse.ui.demo.process.Jvm;
import dev.gatehouse.ui.demo.process.NodeProcess;
import dev.gatehouse.ui.demo.process.RedisProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Redis, Kafka and the nodes of a demo. */
final class DemoServers implements AutoCloseable {

    private final DemoSettings settings;
    private final Path folder;
    private final Progress progress;
    private final List<Runnable> ends = new ArrayList<>();
    private final List<NodeProcess> nodes = new ArrayList<>();

    DemoServers(DemoSettings settings, Path folder, Progress progress) {
        this.settings = settings;
        this.folder = folder;
        this.progress = progress;
    }

    /** Starts all of them, and gives the nodes' addresses once every one serves. */
    List<NodeProcess.Address> start() throws DemoFailure, InterruptedException {
        long start = System.nanoTime();
        Jvm jvm = Jvm.current();
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
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("redis.uri", redis.uri());
        keys.put("kafka.bootstrap", broker.bootstrap());
        keys.put("ws.heartbeat", "10s");
        keys.putAll(settings.overrides());
        for (int number = 1; number <= settings.nodes(); number++) {
            nodes.add(NodeProcess.start(jvm, "node-" + number, folder, keys));
        }
        List<NodeProcess.Address> addresses = new ArrayList<>();
        for (NodeProcess node : nodes) {
            NodeProcess.Address address = node.awaitReady();
            addresses.add(address);
            progress.since(start, address.node() + " answers at " + address.uri() + ", traffic " + address.traffic());
        }
        return List.copyOf(addresses);
    }

    /** The data folder of the first node. */
    Path firstData() {
        return nodes.getFirst().data();
    }

    /** The nodes that have ended although nobody asked them to. */
    List<String> lost() {
        return nodes.stream().filter(node -> !node.alive()).map(NodeProcess::name).toList();
    }

    /** Ends the nodes while they can still reach Redis and Kafka, then those. */
    @Override
    public void close() {
        nodes.forEach(NodeProcess::askToEnd);
        nodes.forEach(NodeProcess::close);
        ends.reversed().forEach(Runnable::run);
    }
}
