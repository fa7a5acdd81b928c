package dev.gatehouse.ui.demo.fleet;

import dev.gatehouse.model.api.LoginExchange;
import dev.gatehouse.model.api.LogoutExchange;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.message.ClientFrame;
import dev.gatehouse.model.message.CloseCode;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;

/** One simulated client: signs in, holds a socket, leaves and comes back, until its thread is interrupted. */
final class FleetClient implements Runnable {

    private static final Duration MEAN_STAY = Duration.ofMinutes(8);
    private static final int ROOMS = 24;
    private static final String FORGED_TOKEN = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJub2JvZHkifQ.bm90LWEtc2lnbmF0dXJl";

    /** Refusals that a good client meets because of what operators do, or of its own user's other sockets. */
    private static final Set<String> CALLED_FOR = Set.of("banned", "locked", "closed " + CloseCode.KICKED.number(),
            "closed " + CloseCode.BANNED.number(), "closed " + CloseCode.SESSION_OVER.number());

    private final int index;
    private final Behaviour behaviour;
    private final Population.Person person;
    private final Rest rest;
    private final Shared shared;
    private final SplittableRandom random;

    /**
     * What all clients of a fleet share.
     *
     * @param logins    bounds how many sign in at once: a password costs a node 25 ms of one core
     * @param disturbed names of users whom an operator banned or kicked: their clients may meet that anywhere
     */
    record Shared(Tally tally, Semaphore logins, Set<String> disturbed) {}

    FleetClient(int index, Behaviour behaviour, Population.Person person, Rest rest, Shared shared) {
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
                case STEADY, SILENT, GARBLED -> stay(signIn(person.password()));
                case FORGING -> forge();
                case GUESSING -> signIn("not-" + person.password());
            }
            pause(2, 15);
        } catch (CallFailure failure) {
            note(failure);
            pause(10, 40);
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
            LoginExchange.Response session = rest.send(Rest.Call.open("POST", LoginExchange.PATH,
                    new LoginExchange.Request(person.name(), password, kind)), LoginExchange.Response.class);
            shared.tally().add(Tally.Count.LOGINS);
            return session;
        } finally {
            shared.logins().release();
        }
    }

    private void stay(LoginExchange.Response session) throws CallFailure, InterruptedException {
        try (FleetSocket socket = FleetSocket.open(rest, session.accessToken(), shared.tally())) {
            FleetSocket.Welcome welcome = socket.awaitWelcome();
            shared.tally().add(Tally.Count.WELCOMES);
            shared.tally().connected();
            try {
                live(socket, welcome.heartbeatSeconds());
            } finally {
                shared.tally().disconnected();
            }
        }
        if (random.nextInt(3) == 0) {
            rest.send(Rest.Call.signed("POST", LogoutExchange.PATH, null, session.accessToken()));
        }
    }

    private void live(FleetSocket socket, long heartbeatSeconds) throws CallFailure, InterruptedException {
        for (int room = random.nextInt(3); room >= 0; room--) {
            socket.send(new ClientFrame.Join("berth-" + random.nextInt(ROOMS)));
            shared.tally().add(Tally.Count.ROOMS);
        }
        if (behaviour == Behaviour.GARBLED) {
            pause(2, 10);
            socket.sendText("{\"type\": \"heartbeat\"");
        }
        // One beat in each heartbeat interval, spread so that the fleet does not beat as one.
        long beatMillis = behaviour == Behaviour.SILENT ? 600_000 : heartbeatSeconds * 900;
        long leaveAt = System.nanoTime() + (long) (MEAN_STAY.toNanos() * -Math.log(1 - random.nextDouble()));
        FleetSocket.Ending ending = socket.awaitEnding(Duration.ofMillis(random.nextLong(beatMillis) + 1));
        while (ending == null && System.nanoTime() < leaveAt) {
            socket.send(new ClientFrame.Heartbeat());
            ending = socket.awaitEnding(Duration.ofMillis(beatMillis));
        }
        if (ending == null) {
            socket.leave();
        } else {
            ended(ending);
        }
    }

    private void ended(FleetSocket.Ending ending) throws CallFailure {
        if (ending.code() == CloseCode.KICKED.number()) {
            shared.tally().add(Tally.Count.KICKS);
        }
        if (ending.code() == CloseCode.BANNED.number()) {
            shared.tally().add(Tally.Count.BANS);
        }
        throw new CallFailure(ending.code(), "closed " + ending.code(), ending.reason(), null);
    }

    private void forge() throws CallFailure, InterruptedException {
        FleetSocket.open(rest, FORGED_TOKEN, shared.tally()).close();
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
