package dev.gatehouse.ui.demo.fleet;

import dev.gatehouse.client.fleet.FleetClient;
import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.api.LoginExchange;
import dev.gatehouse.model.api.SessionsExchange;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.user.User;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A simulated fleet: its people, its clients and its operators. Closing it twice is as good as once. */
public final class Fleet implements AutoCloseable {

    private static final int PATIENCE = 20;

    private final HarbourServices services = new HarbourServices();
    private final List<URI> nodes;
    private final int size;
    private final Path data;
    private final Clock clock;
    private final Tally tally = new Tally();
    private final Population population = new Population();
    private final Letters letters = new Letters();
    private final Origins origins = new Origins();
    private final FleetClient library = new FleetClient(origins.operators());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch full = new CountDownLatch(1);
    private volatile List<URI> traffic = List.of();
    private final AtomicInteger created = new AtomicInteger();

    /**
     * @param nodes base addresses
     * @param size  how many clients
     * @param data  a folder for what the fleet keeps
     * @throws IOException where no port is free for what stands behind the routes
     */
    public Fleet(List<URI> nodes, int size, Path data, Clock clock) throws IOException {
        this.nodes = List.copyOf(nodes);
        this.size = size;
        this.data = data;
        this.clock = clock;
    }

    /** The operator whom the demo signs in with. */
    public record Operator(String name, String password) {

        @Override
        public String toString() {
            return "Operator[name=" + name + "]";
        }
    }

    /** What the nodes say of themselves. */
    public record Report(long online, long auditRecords) {}

    /** Has some of it go through the routes, once it starts, by these addresses of nodes for managed traffic. */
    public void goThrough(List<URI> addresses) {
        traffic = List.copyOf(addresses);
    }

    /** Creates the people, lays the routes, and lets the clients loose; does not wait for them. */
    public void start(Operator admin) throws CallFailure, InterruptedException {
        Population.Person first = new Population.Person(admin.name(), admin.password());
        String token = signIn(first);
        List<Population.Settled> people = settle(population.forClients(size), token);
        List<Population.Settled> staff = settle(population.operators(), token);
        List<Population.Settled> readers = settle(population.feed(), token);
        List<Population.Settled> travellers = settle(population.travellers(), token);
        SimulatedClient.Shared shared = new SimulatedClient.Shared(tally, new Semaphore(2 + 2 * nodes.size()),
                ConcurrentHashMap.newKeySet(), library, nodes, letters,
                people.stream().map(Population.Settled::person).toList());
        Operators operators = new Operators(rest(0), staff.getFirst().person(),
                people.stream().map(Population.Settled::user).toList(), shared, clock, full);
        operators.layRoutes(services);
        for (int index = 0; index < size; index++) {
            threads.execute(client(index, people, shared));
        }
        threads.execute(operators);
        for (int index = 0; index < traffic.size(); index++) {
            Population.Person traveller = travellers.get(index % travellers.size()).person();
            threads.execute(new Wayfarer(origins.client(index), traffic.get(index), tally, null));
            threads.execute(new Wayfarer(origins.operators(), traffic.get(index), tally,
                    new VisitTokens(rest(index % nodes.size()), session(traveller, ClientKind.APP))));
        }
        threads.execute(new HarbourFeed(data.resolve("feed.jsonl"),
                readers.stream().map(Population.Settled::person).toList(), rest(0), shared));
    }

    /** Lets the operators kick, ban and change from now on: before, a ban would look like clients who do not come in. */
    public void letOperatorsAct() {
        full.countDown();
    }

    /** Looks whether what the nodes confirmed has arrived where it should have by now; what has not is a fault. */
    public void reckon() {
        long lost = letters.lost();
        if (lost > 0) {
            tally.add(Tally.Count.LOST, lost);
            tally.fault(lost + " messages to users were lost");
        }
    }

    /** How many clients hold a socket when all who can are in. */
    public long expected() {
        long steady = 0;
        for (int index = 0; index < size; index++) {
            if (Behaviour.of(index, size) == Behaviour.STEADY) {
                steady++;
            }
        }
        return steady;
    }

    /** How many users the nodes have created so far. */
    public int usersCreated() {
        return created.get();
    }

    /** What happened so far. */
    public Tally tally() {
        return tally;
    }

    /**
     * Asks the first node what it knows.
     *
     * @param fresh whether it is to read all sessions from the store for that
     */
    public Report report(Operator admin, boolean fresh) throws CallFailure, InterruptedException {
        String token = signIn(new Population.Person(admin.name(), admin.password()));
        Rest rest = rest(0);
        long online = rest.send(Rest.Call.signed("GET", SessionsExchange.PATH + "?limit=1&fresh=" + fresh, null, token),
                SessionsExchange.Listing.class).total();
        long records = rest.send(Rest.Call.signed("GET", AuditExchange.PATH + "?limit=1", null, token),
                AuditExchange.Found.class).total();
        return new Report(online, records);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        library.close();
        origins.close();
        services.close();
    }

    private SimulatedClient client(int index, List<Population.Settled> people, SimulatedClient.Shared shared) {
        Behaviour behaviour = Behaviour.of(index, size);
        Rest rest = switch (behaviour) {
            case STEADY, SILENT, GARBLED -> new Rest(origins.client(index), nodes.get(index % nodes.size()),
                    origins.agent(index));
            case FORGING, GUESSING -> new Rest(origins.strangers(), nodes.get(index % nodes.size()), "curl/8.14");
        };
        return new SimulatedClient(index, behaviour, people.get(index % people.size()).person(), rest, shared);
    }

    /** Creates users, a few at a time: each password costs a node 25 ms of one core. */
    private List<Population.Settled> settle(List<UsersExchange.CreateRequest> requests, String token)
            throws CallFailure, InterruptedException {
        Semaphore turns = new Semaphore(2 * nodes.size());
        List<Callable<Population.Settled>> tasks = new ArrayList<>();
        for (int index = 0; index < requests.size(); index++) {
            UsersExchange.CreateRequest request = requests.get(index);
            Rest rest = rest(index % nodes.size());
            tasks.add(() -> create(rest, request, token, turns));
        }
        List<Population.Settled> settled = new ArrayList<>();
        for (Future<Population.Settled> task : threads.invokeAll(tasks)) {
            try {
                settled.add(task.get());
            } catch (ExecutionException failure) {
                if (failure.getCause() instanceof CallFailure refused) {
                    throw refused;
                }
                throw new IllegalStateException("a user could not be created", failure.getCause());
            }
        }
        return List.copyOf(settled);
    }

    private Population.Settled create(Rest rest, UsersExchange.CreateRequest request, String token, Semaphore turns)
            throws CallFailure, InterruptedException {
        turns.acquire();
        try {
            User user = insist(rest, Rest.Call.signed("POST", UsersExchange.PATH, request, token),
                    UsersExchange.Changed.class).user();
            created.incrementAndGet();
            return new Population.Settled(
                    new Population.Person(user.username(), String.valueOf(request.password())), user);
        } finally {
            turns.release();
        }
    }

    /** Calls again where a node has too much to do: hashing a password takes its time. */
    private static <T> T insist(Rest rest, Rest.Call call, Class<T> answer) throws CallFailure, InterruptedException {
        for (int attempt = 1; attempt < PATIENCE; attempt++) {
            try {
                return rest.send(call, answer);
            } catch (CallFailure failure) {
                if (failure.status() != 429) {
                    throw failure;
                }
                Thread.sleep(Duration.ofSeconds(1));
            }
        }
        return rest.send(call, answer);
    }

    private String signIn(Population.Person person) throws CallFailure, InterruptedException {
        return session(person, ClientKind.ADMIN).accessToken();
    }

    private LoginExchange.Response session(Population.Person person, ClientKind kind)
            throws CallFailure, InterruptedException {
        return insist(rest(0), Rest.Call.login(person.name(), person.password(), kind), LoginExchange.Response.class);
    }

    private Rest rest(int node) {
        return new Rest(origins.operators(), nodes.get(node), "gatehouse-demo");
    }
}
