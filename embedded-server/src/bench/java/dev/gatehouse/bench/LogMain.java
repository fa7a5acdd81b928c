package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** A node's change log and a bare one in the same process, so that both have the same disk, broker and JIT. */
public final class LogMain {

    private LogMain() {}

    /**
     * Takes a folder and, for a log in Kafka, its address; says {@code ready}. Each line of the input is
     * {@code node|bare low|full <seconds>}, answered by {@code done} and a {@link Pace.Result}, or by
     * {@code done wrong} where changes were lost.
     */
    public static void main(String[] arguments)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Clock clock = Clock.systemUTC();
        boolean kafka = arguments.length > 1;
        try (NodeLog node = kafka ? NodeLog.kafka(arguments[1], folder, clock) : NodeLog.sqlite(folder, clock);
                BareLog bare = kafka ? BareLog.kafka(arguments[1]) : BareLog.sqlite(folder.resolve("bare.db"))) {
            node.start(Pace.FULL.threads());
            Parent.say("ready");
            Parent.serve(order -> answer(order.split(" ", -1), node, bare));
        }
    }

    private static String answer(String[] order, NodeLog node, BareLog bare) {
        Pace pace = order[1].equals("low") ? Pace.LOW : Pace.FULL;
        Duration time = Duration.ofSeconds(Integer.parseInt(order[2]));
        Pace.Result result = order[0].equals("node")
                ? pace.run(time, node::submit)
                : pace.run(time, _ -> bare.append());
        return node.isWhole() ? "done " + result.line() : "done wrong";
    }
}
