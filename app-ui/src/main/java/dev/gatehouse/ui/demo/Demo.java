package dev.gatehouse.ui.demo;

import dev.gatehouse.ui.demo.fleet.CallFailure;
import dev.gatehouse.ui.demo.fleet.Fleet;
import dev.gatehouse.ui.demo.fleet.Tally;
import dev.gatehouse.ui.demo.process.DemoFailure;
import dev.gatehouse.ui.demo.process.NodeProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Starts a fleet, lets the console look at it, and clears everything away. */
public final class Demo {

    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofSeconds(5);

    private final DemoSettings settings;
    private final DemoDoors doors;
    private final Clock clock;
    private final PrintWriter out;
    private final Progress progress;
    /** The faults that were told; used by the one thread that lets the fleet in. */
    private final Set<String> told = new HashSet<>();

    /**
     * @param out takes the addresses and the summary
     * @param err takes the progress
     */
    public Demo(DemoSettings settings, DemoDoors doors, Clock clock, PrintWriter out, PrintWriter err) {
        this.settings = settings;
        this.doors = doors;
        this.clock = clock;
        this.out = out;
        this.progress = new Progress(err);
    }

    /**
     * Runs it to its end. When this returns or throws, every program is gone and so is the folder, unless it is kept.
     *
     * @return whether nothing failed that must not
     * @throws DemoFailure          where it cannot be started
     * @throws InterruptedException where somebody ends it early
     */
    public boolean run() throws DemoFailure, InterruptedException {
        if (!Files.isDirectory(settings.jars())) {
            throw new DemoFailure("The demo's Kafka and Redis are missing in " + settings.jars()
                    + "; delete app-ui/target and start ./gatehouse demo again.");
        }
        long start = System.nanoTime();
        try (DemoFolder folder = DemoFolder.create(settings.keep());
                DemoServers servers = new DemoServers(settings, folder.path(), progress)) {
            progress.say("logs and data are in " + folder.path()
                    + (settings.keep() ? " and stay there" : " until the end"));
            List<NodeProcess.Address> addresses = servers.start();
            Fleet.Operator operator = new Fleet.Operator("harbour-master", password());
            doors.createAdmin(servers.firstData(), operator);
            progress.since(start, "all servers are up");
            addresses.forEach(address -> out.println(
                    address.node() + " " + address.uri() + " traffic " + address.traffic()));
            out.println("sign in as " + operator.name() + " with " + operator.password());
            out.flush();
            try (Fleet fleet = fleet(addresses, folder.path())) {
                fleet.goThrough(addresses.stream().map(NodeProcess.Address::traffic)
                        .filter(traffic -> !traffic.equals("off")).map(URI::create).toList());
                Runnable console = () -> doors.openConsole(addresses.getFirst().uri(), folder.path(), operator);
                return switch (settings.console()) {
                    case NEVER -> count(fleet, servers, operator);
                    case AT_ONCE -> watch(fleet, servers, console, operator);
                    case WHEN_FULL -> show(fleet, servers, console, operator);
                };
            }
        }
    }

    private Fleet fleet(List<NodeProcess.Address> addresses, Path data) throws DemoFailure {
        try {
            return new Fleet(addresses.stream().map(NodeProcess.Address::uri).toList(), settings.clients(), data,
                    clock);
        } catch (IOException e) {
            throw new DemoFailure("What stands behind the demo's routes cannot listen: " + e.getMessage(), e);
        }
    }

    /** The console is open while the fleet comes in. */
    private boolean watch(Fleet fleet, DemoServers servers, Runnable console, Fleet.Operator operator)
            throws DemoFailure, InterruptedException {
        Thread filling = Thread.ofVirtual().name("demo-filling").start(() -> {
            try {
                fill(fleet, operator);
                servers.fill();
            } catch (DemoFailure failure) {
                progress.say(String.valueOf(failure.getMessage()));
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            console.run();
            return true;
        } finally {
            filling.interrupt();
        }
    }

    /** No console: the figures are the result. */
    private boolean count(Fleet fleet, DemoServers servers, Fleet.Operator operator)
            throws DemoFailure, InterruptedException {
        run(fleet, servers, operator);
        fleet.reckon();
        return new DemoSummary(fleet.tally(), report(fleet, operator)).print(out);
    }

    /** The console opens when the fleet has run for a while. */
    private boolean show(Fleet fleet, DemoServers servers, Runnable console, Fleet.Operator operator)
            throws DemoFailure, InterruptedException {
        run(fleet, servers, operator);
        console.run();
        return true;
    }

    /** Lets the fleet in, and lets it run for as long as the settings say. */
    private void run(Fleet fleet, DemoServers servers, Fleet.Operator operator)
            throws DemoFailure, InterruptedException {
        fill(fleet, operator);
        servers.fill();
        Duration limit = settings.limit();
        long end = limit == null ? Long.MAX_VALUE : limit.toNanos();
        long start = System.nanoTime();
        while (System.nanoTime() - start < end && servers.lost().isEmpty()) {
            Thread.sleep(Duration.ofNanos(Math.min(STEP.toNanos(), end - (System.nanoTime() - start) + 1)));
            tell(fleet.tally());
        }
        servers.lost().forEach(node -> fleet.tally().fault(node + " ended by itself"));
    }

    private void fill(Fleet fleet, Fleet.Operator operator) throws DemoFailure, InterruptedException {
        long start = System.nanoTime();
        progress.say("creating users and routes");
        try {
            fleet.start(operator);
        } catch (CallFailure failure) {
            throw new DemoFailure("The fleet could not be set up: " + failure.getMessage(), failure);
        }
        progress.since(start, fleet.usersCreated() + " users are there; " + settings.clients()
                + " clients are coming in");
        start = System.nanoTime();
        // Some of the good ones are just away: nine of ten inside is a full house.
        long full = fleet.expected() * 9 / 10;
        long most = 0;
        long lastGrowth = start;
        while (most < full && System.nanoTime() - lastGrowth < LONGEST_STANDSTILL.toNanos()) {
            Thread.sleep(STEP);
            tell(fleet.tally());
            if (fleet.tally().online() > most) {
                most = fleet.tally().online();
                lastGrowth = System.nanoTime();
            }
        }
        if (most < full) {
            fleet.tally().fault("only " + most + " of " + fleet.expected() + " clients came in, and no more for "
                    + LONGEST_STANDSTILL.toSeconds() + " s");
        }
        fleet.letOperatorsAct();
        progress.since(start, (most < full ? "no more clients come in: " : "the fleet is in: ")
                + state(fleet.tally()));
    }

    private DemoSummary.Nodes report(Fleet fleet, Fleet.Operator operator) throws InterruptedException {
        try {
            Fleet.Report report = fleet.report(operator, settings.madeUp().sessions() == 0);
            return new DemoSummary.Nodes(report.online(), report.auditRecords());
        } catch (CallFailure failure) {
            fleet.tally().fault("the first node gives no figures: " + failure.getMessage());
            return new DemoSummary.Nodes(0, 0);
        }
    }

    /** Says how it goes, and what has failed that was not told before. */
    private void tell(Tally tally) {
        progress.say(state(tally));
        tally.faults().keySet().stream().filter(told::add).forEach(fault -> progress.say("failed: " + fault));
    }

    private static String state(Tally tally) {
        return "%d online, %d logins, %d heartbeats, %d messages, %d refusals, %d faults".formatted(tally.online(),
                tally.of(Tally.Count.LOGINS), tally.of(Tally.Count.HEARTBEATS), tally.of(Tally.Count.RECEIVED),
                tally.refusals().values().stream().mapToLong(Long::longValue).sum(),
                tally.faults().values().stream().mapToLong(Long::longValue).sum());
    }

    private static String password() {
        byte[] random = new byte[10];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
