package dev.gatehouse.ui.demo.fleet;

import dev.gatehouse.model.api.LoginExchange;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.api.SessionsExchange;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.model.user.User;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

/** An operator who does something every few seconds once the fleet is in, so that the book has something to tell. */
final class Operators implements Runnable {

    private static final List<String> REASONS = List.of("Spam in berth-3", "Shared password",
            "Asked by the harbour master",
            "Client too old", "Test of the siren");

    private static final String MOVED = " (pier 4)";

    private final Rest rest;
    private final Population.Person operator;
    private final List<User> users;
    private final SimulatedClient.Shared shared;
    private final Clock clock;
    private final CountDownLatch begin;
    private final SplittableRandom random = new SplittableRandom(7);
    private final List<Route> routes = new ArrayList<>();
    private String token = "";

    /** @param begin what the operator waits for */
    Operators(Rest rest, Population.Person operator, List<User> users, SimulatedClient.Shared shared, Clock clock,
            CountDownLatch begin) {
        this.rest = rest;
        this.operator = operator;
        this.users = List.copyOf(users);
        this.shared = shared;
        this.clock = clock;
        this.begin = begin;
    }

    /** Makes the first routes. */
    void layRoutes() throws CallFailure, InterruptedException {
        signIn();
        List<RoutesExchange.Draft> drafts = List.of(
                answering("GET", "/ferries/:line/times", RoutePermission.PUBLIC, "Timetables for everybody"),
                answering("GET", "/cranes/:crane/load", RoutePermission.USER, "Load of a crane"),
                answering("POST", "/cranes/:crane/orders", RoutePermission.ADMIN, "Orders of the harbour master"),
                answering("GET", "/weather/*station", RoutePermission.PUBLIC, "Weather of all stations"),
                answering("*", "/archive/*path", RoutePermission.USER, "Old papers"));
        for (RoutesExchange.Draft draft : drafts) {
            routes.add(rest.send(Rest.Call.signed("POST", RoutesExchange.PATH, draft, token),
                    RoutesExchange.Changed.class).route());
        }
    }

    @Override
    public void run() {
        try {
            begin.await();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(Duration.ofMillis(random.nextLong(1_500, 4_500)));
                act();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void act() throws InterruptedException {
        try {
            act(random.nextInt(10));
            shared.tally().add(Tally.Count.OPERATOR_ACTIONS);
        } catch (CallFailure failure) {
            if (failure.code().equals("token-expired") || failure.code().equals("token-revoked")) {
                signInAgain();
            } else if (failure.status() == 412 || failure.status() == 404) {
                shared.tally().refused("operator: " + failure.code());
            } else if (!Thread.currentThread().isInterrupted()) {
                shared.tally().fault("operator: " + failure.code() + ": " + failure.getMessage());
            }
        }
    }

    private void act(int what) throws CallFailure, InterruptedException {
        switch (what) {
            case 0, 1, 2 -> kick();
            case 3, 4 -> ban();
            case 5, 6, 7 -> rename();
            default -> changeRoute();
        }
    }

    private void kick() throws CallFailure, InterruptedException {
        String path = SessionsExchange.PATH + "?limit=1&offset="
                + random.nextInt(Math.max(1, (int) shared.tally().online()));
        SessionsExchange.Listing some = rest.send(Rest.Call.signed("GET", path, null, token),
                SessionsExchange.Listing.class);
        if (some.items().isEmpty() || some.items().getFirst().username().equals(operator.name())) {
            return;
        }
        shared.disturbed().add(some.items().getFirst().username());
        List<String> sids = List.of(some.items().getFirst().sid());
        rest.send(Rest.Call.signed("POST", SessionsExchange.KICK_PATH,
                new SessionsExchange.KickRequest(new SessionsExchange.Filter(sids, null, null, null, null), reason()),
                token));
    }

    /** For a minute or two: the user comes back by itself when the ban is over. */
    private void ban() throws CallFailure, InterruptedException {
        User user = anyUser();
        shared.disturbed().add(user.username());
        rest.send(Rest.Call.signed("POST", UsersExchange.path(user.id()) + "/ban",
                new UsersExchange.BanRequest(reason(), clock.instant().plusSeconds(random.nextLong(60, 120))), token));
        if (random.nextInt(3) == 0) {
            Thread.sleep(Duration.ofSeconds(2));
            rest.send(Rest.Call.signed("POST", UsersExchange.path(user.id()) + "/unban", null, token));
        }
    }

    private void rename() throws CallFailure, InterruptedException {
        User user = rest.send(Rest.Call.signed("GET", UsersExchange.path(anyUser().id()), null, token), User.class);
        String name = String.valueOf(user.displayName());
        String next = name.endsWith(MOVED) ? name.substring(0, name.length() - MOVED.length()) : name + MOVED;
        rest.send(new Rest.Call("PATCH", UsersExchange.path(user.id()),
                new UsersExchange.UpdateRequest(next, null, null), token, user.version()));
    }

    private void changeRoute() throws CallFailure, InterruptedException {
        int which = random.nextInt(routes.size());
        Route route = rest.send(Rest.Call.signed("GET", RoutesExchange.path(routes.get(which).id()), null, token),
                Route.class);
        var spec = route.spec();
        RoutesExchange.Draft draft = new RoutesExchange.Draft(spec.method(), spec.host(), spec.path(),
                spec.permission(), spec.roles(), spec.upstreams(), spec.staticAnswer(), !spec.enabled(),
                spec.enabled() ? "Closed for works" : "Open again", spec.policies());
        rest.send(new Rest.Call("PUT", RoutesExchange.path(route.id()), draft, token, route.version()));
    }

    private void signInAgain() throws InterruptedException {
        try {
            signIn();
        } catch (CallFailure failure) {
            shared.tally().fault("operator: " + failure.code() + ": " + failure.getMessage());
        }
    }

    private void signIn() throws CallFailure, InterruptedException {
        token = rest.send(Rest.Call.open("POST", LoginExchange.PATH,
                new LoginExchange.Request(operator.name(), operator.password(), ClientKind.ADMIN)),
                LoginExchange.Response.class).accessToken();
    }

    private User anyUser() {
        return users.get(random.nextInt(users.size()));
    }

    private String reason() {
        return REASONS.get(random.nextInt(REASONS.size()));
    }

    private static RoutesExchange.Draft answering(String method, String path, RoutePermission permission,
            String comment) {
        StaticAnswer answer = new StaticAnswer(200, "application/json", "{\"harbour\":\"open\"}");
        return new RoutesExchange.Draft(method, null, path, permission, Set.of(), List.of(), answer, true, comment,
                null);
    }
}
