package dev.gatehouse.ui.demo.fleet;

import dev.gatehouse.client.fleet.FleetClient;
import dev.gatehouse.client.fleet.FleetConnection;
import dev.gatehouse.client.fleet.FleetOptions;
import dev.gatehouse.client.fleet.ReconnectPolicy;
import dev.gatehouse.client.fleet.SecurityAlert;
import dev.gatehouse.model.api.LoginExchange;
import dev.gatehouse.model.api.LogoutExchange;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.message.CloseCode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;

/** One simulated client: signs in, holds a socket, leaves and comes back, until its thread is interrupted. */
final class SimulatedClient implements Runnable {

    private static final Duration MEAN_STAY = Duration.ofMinutes(8);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);
    private static final int ROOMS = 24;
    /** Four clients of a user share what the nodes take of one. */
    private static final FleetOptions.Bounds BOUNDS = new FleetOptions.Bounds(50, 256, 22);
    private static final String FORGED_TOKEN = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJub2JvZHkifQ.bm90LWEtc2lnbmF0dXJl";

    /** Refusals that a good client meets because of what operators do, of its own user's other sockets, or of the crowd. */
    private static final Set<String> CALLED_FOR = Set.of("banned", "locked", "busy",
            "closed " + CloseCode.KICKED.number(),
            "closed " + CloseCode.BANNED.number(), "closed " + CloseCode.SESSION_OVER.number());

    private final int index;
    private final Behaviour behaviour;
    private final Population.Person person;
    private final Rest rest;
    private final Shared shared;
    private final SplittableRandom random;
    private int visits;
    private int written;

    /**
     * What all clients of a fleet share.
     *
     * @param logins    bounds how many sign in at once: a password costs a node 25 ms of one core
     * @param disturbed names of users whom an operator banned or kicked: their clients may meet that anywhere
     * @param people    who is written to
     */
    record Shared(Tally tally, Semaphore logins, Set<String> disturbed, FleetClient library, List<URI> nodes,
            Letters letters, List<Population.Person> people) {

        /** How long a client is silent between two messages: the fleet as a whole sends about ten a second. */
        Duration betweenMessages() {
            return Duration.ofMillis(Math.max(4_000, 100L * people.size() * Population.SESSIONS_PER_USER));
        }
    }

    SimulatedClient(int index, Behaviour behaviour, Population.Person person, Rest rest, Shared shared) {
        this.index = index;
        this.behaviour = behaviour;
        this.person = person;
        this.rest = rest;
        this.shared = shared;
        this.random = new SplittableRandom(index);
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                visit();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void visit() throws InterruptedException {
        try {
            switch (behaviour) {
                case STEADY -> stay(signIn(person.password()));
                case SILENT, GARBLED -> misbehave(signIn(person.password()));
                case FORGING -> forge();
                case GUESSING -> signIn("not-" + person.password());
            }
            pause(2, 15);
        } catch (CallFailure failure) {
            note(failure);
            if (failure.status() == 429) {
                pause(1, 6);
            } else {
                pause(10, 40);
            }
        }
    }

    private LoginExchange.Response signIn(String password) throws CallFailure, InterruptedException {
        ClientKind kind = switch (index % 10) {
            case 0, 1, 2, 3 -> ClientKind.APP;
            case 9 -> ClientKind.ADMIN;
            default -> ClientKind.WEB;
        };
        shared.logins().acquire();
        try {
            LoginExchange.Response session = rest.send(Rest.Call.login(person.name(), password, kind),
                    LoginExchange.Response.class);
            shared.tally().add(Tally.Count.LOGINS);
            return session;
        } finally {
            shared.logins().release();
        }
    }

    private void stay(LoginExchange.Response session) throws CallFailure, InterruptedException {
        Correspondent correspondent = new Correspondent(index + "." + ++visits, person.name(), shared.tally(),
                shared.letters());
        FleetOptions options = FleetOptions.of(shared.nodes()).as(rest.agent()).with(BOUNDS)
                .with(ReconnectPolicy.Limits.USUAL.goingOn());
        try (FleetConnection connection = shared.library().connect(rest.http(), options,
                new VisitTokens(rest, session), correspondent)) {
            live(connection, correspondent);
            shared.tally().add(Tally.Count.AGAIN, connection.duplicates());
        }
        if (random.nextInt(3) == 0) {
            rest.send(Rest.Call.signed("POST", LogoutExchange.PATH, null, session.accessToken()));
        }
    }

    private void live(FleetConnection connection, Correspondent correspondent)
            throws CallFailure, InterruptedException {
        List<String> rooms = new ArrayList<>();
        for (int room = random.nextInt(3); room >= 0; room--) {
            rooms.add("berth-" + random.nextInt(ROOMS));
            shared.tally().add(Tally.Count.ROOMS);
        }
        rooms.forEach(connection::join);
        long leaveAt = System.nanoTime() + span(MEAN_STAY);
        while (System.nanoTime() - leaveAt < 0) {
            long pause = Math.min(span(shared.betweenMessages()), leaveAt - System.nanoTime());
            SecurityAlert alert = correspondent.awaitAlert(Duration.ofNanos(Math.max(1, pause)));
            if (alert != null) {
                throw sentAway(alert);
            }
            if (random.nextInt(3) == 0) {
                correspondent.say(connection, rooms.getFirst());
            } else {
                correspondent.write(connection, shared.people().get(random.nextInt(shared.people().size())).name(),
                        index + "." + visits + "." + ++written);
            }
        }
    }

    /** Spread so that the fleet does not do all at once. */
    private long span(Duration mean) {
        return (long) (mean.toNanos() * -Math.log(1 - random.nextDouble()));
    }

    private CallFailure sentAway(SecurityAlert alert) {
        switch (alert.kind()) {
            case KICKED -> shared.tally().add(Tally.Count.KICKS);
            case BANNED -> shared.tally().add(Tally.Count.BANS);
            case NOT_AUTHENTICATED, FORBIDDEN, REPLACED -> {
                // Counted by its code.
            }
        }
        String code = alert.code() < 1000 ? "upgrade refused with " + alert.code() : "closed " + alert.code();
        return new CallFailure(alert.code(), code, alert.detail(), null);
    }

    /** As no good client would. */
    private void misbehave(LoginExchange.Response session) throws CallFailure, InterruptedException {
        try (CrudeSocket socket = CrudeSocket.open(rest, session.accessToken())) {
            socket.awaitWelcome();
            shared.tally().add(Tally.Count.WELCOMES);
            shared.tally().connected();
            try {
                if (behaviour == Behaviour.GARBLED) {
                    pause(2, 10);
                    socket.sendText("{\"type\": \"heartbeat\"");
                }
                CrudeSocket.Ending ending = socket.awaitEnding(LONGEST_SILENCE);
                if (ending != null) {
                    ended(ending);
                }
            } finally {
                shared.tally().disconnected();
            }
        }
    }

    private void ended(CrudeSocket.Ending ending) throws CallFailure {
        if (ending.code() == CloseCode.KICKED.number()) {
            shared.tally().add(Tally.Count.KICKS);
        }
        if (ending.code() == CloseCode.BANNED.number()) {
            shared.tally().add(Tally.Count.BANS);
        }
        throw new CallFailure(ending.code(), "closed " + ending.code(), ending.reason(), null);
    }

    private void forge() throws CallFailure, InterruptedException {
        CrudeSocket.open(rest, FORGED_TOKEN).close();
        shared.tally().fault("a forged token opened a socket");
    }

    private void note(CallFailure failure) {
        boolean bad = switch (behaviour) {
            case STEADY -> !calledFor(failure);
            case SILENT, GARBLED -> failure.status() < 1000 && !calledFor(failure);
            case FORGING -> failure.status() != 401 && failure.status() != 403 && failure.status() != 429;
            case GUESSING -> failure.status() != 401 && failure.status() != 429;
        };
        if (Thread.currentThread().isInterrupted()) {
            return;
        }
        if (bad) {
            shared.tally().fault(failure.code() + ": " + failure.getMessage());
        } else {
            shared.tally().refused(failure.code());
        }
    }

    /** Also a token that is dead before it was used, where an operator was quicker. */
    private boolean calledFor(CallFailure failure) {
        return CALLED_FOR.contains(failure.code())
                || ((failure.status() == 401 || failure.status() == 403) && shared.disturbed().contains(person.name()));
    }

    private void pause(int leastSeconds, int mostSeconds) throws InterruptedException {
        Thread.sleep(Duration.ofMillis(random.nextLong(leastSeconds * 1000L, mostSeconds * 1000L)));
    }
}
