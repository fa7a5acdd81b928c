package dev.gatehouse.ui.demo.fleet;

import dev.gatehouse.model.api.LoginExchange;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.api.SessionsExchange;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RoutePolicies.Breaker;
import dev.gatehouse.model.route.RoutePolicies.Bulkhead;
import dev.gatehouse.model.route.RoutePolicies.Fallback;
import dev.gatehouse.model.route.RoutePolicies.LimitKey;
import dev.gatehouse.model.route.RoutePolicies.LimitKind;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import dev.gatehouse.model.route.RoutePolicies.Retry;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.model.user.User;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** An operator who does something every few seconds once the fleet is in, so that the book has something to tell. */
final class Operators implements Runnable {

    private static final List<String> REASONS = List.of("Spam in berth-3", "Shared password",
            "Asked by the harbour master",
            "Client too old", "Test of the siren");

    /** So few that the busiest address of the demo is refused now and then. */
    private static final RoutePolicies FOR_EVERYBODY = new RoutePolicies(500L, null, null, null,
            List.of(new RateLimit(LimitKind.SLIDING_WINDOW, LimitKey.IP, 16, 10_000)), null, null);
    private static final RoutePolicies FOR_THOSE_WHO_SIGN_IN = new RoutePolicies(1_000L, new Retry(2, 50), null,
            new Bulkhead(20), List.of(new RateLimit(LimitKind.TOKEN_BUCKET, LimitKey.USER, 40, 10_000)), null, null);
    private static final RoutePolicies OFTEN_AWAY = new RoutePolicies(500L, null, new Breaker(10, 50, 5_000), null,
            List.of(), null, new Fallback(true, null));

    private static final String MOVED = " (pier 4)";

    private final Rest rest;
    private final Population.Person operator;
    private final List<User> users;
    private final SimulatedClient.Shared shared;
    private final Clock clock;
    private final CountDownLatch begin;
    private final SplittableRandom random = new SplittableRandom(7);
    private final List<Route> routes = new ArrayList<>();
    private @Nullable Route closed;
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
    void layRoutes(HarbourServices services) throws CallFailure, InterruptedException {
        signIn();
        List<RoutesExchange.Draft> drafts = List.of(
                passing("/ferries/:line/times", RoutePermission.PUBLIC, List.of(services.timetable()),
                        "Timetables for everybody", FOR_EVERYBODY),
                passing("/cranes/:crane/load", RoutePermission.USER, services.scales(), "Load of a crane",
                        FOR_THOSE_WHO_SIGN_IN),
                answering("POST", "/cranes/:crane/orders", RoutePermission.ADMIN, "Orders of the harbour master"),
                passing("/weather/*station", RoutePermission.PUBLIC, List.of(services.weather()),
                        "Weather of all stations", OFTEN_AWAY),
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

    /** Closes a route, or opens the one that is closed. */
    private void changeRoute() throws CallFailure, InterruptedException {
        Route chosen = closed == null ? routes.get(random.nextInt(routes.size())) : closed;
        closed = null;
        Route route = rest.send(Rest.Call.signed("GET", RoutesExchange.path(chosen.id()), null, token), Route.class);
        RouteSpec spec = route.spec();
        RoutesExchange.Draft draft = new RoutesExchange.Draft(spec.method(), spec.host(), spec.path(),
                spec.permission(), spec.roles(), spec.upstreams(), spec.staticAnswer(), !spec.enabled(),
                spec.enabled() ? "Closed for works" : "Open again", spec.policies());
        rest.send(new Rest.Call("PUT", RoutesExchange.path(route.id()), draft, token, route.version()));
        closed = spec.enabled() ? route : null;
    }

    private void signInAgain() throws InterruptedException {
        try {
            signIn();
        } catch (CallFailure failure) {
            shared.tally().fault("operator: " + failure.code() + ": " + failure.getMessage());
        }
    }

    private void signIn() throws CallFailure, InterruptedException {
        token = rest.send(Rest.Call.login(operator.name(), operator.password(), ClientKind.ADMIN),
                LoginExchange.Response.class).accessToken();
    }

    private User anyUser() {
        return users.get(random.nextInt(users.size()));
    }

    private String reason() {
        return REASONS.get(random.nextInt(REASONS.size()));
    }

    private static RoutesExchange.Draft passing(String path, RoutePermission permission, List<String> upstreams,
            String comment, RoutePolicies policies) {
        return new RoutesExchange.Draft("GET", null, path, permission, Set.of(), upstreams, null, true, comment,
                policies);
    }

    private static RoutesExchange.Draft answering(String method, String path, RoutePermission permission,
            String comment) {
        StaticAnswer answer = new StaticAnswer(200, "application/json", "{\"harbour\":\"open\"}");
        return new RoutesExchange.Draft(method, null, path, permission, Set.of(), List.of(), answer, true, comment,
                null);
    }
}
