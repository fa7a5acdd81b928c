package dev.gatehouse.ui.demo.fleet;

import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.user.User;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The people of the fleet. Names are made up; passwords are random and known to the demo alone. */
final class Population {

    static final int SESSIONS_PER_USER = 4;
    private static final List<String> FIRST = List.of("Ada", "Ben", "Chen", "Dana", "Emil", "Fatou", "Grace", "Hugo",
            "Ines", "Jun", "Karim", "Lena", "Mei", "Nils", "Olga", "Priya", "Quentin", "Rosa", "Sven", "Tara", "Uma",
            "Viktor", "Wei", "Xenia", "Yusuf", "Zoe");
    private static final List<String> LAST = List.of("Adler", "Brandt", "Costa", "Dubois", "Eriksen", "Fischer",
            "Gupta",
            "Haas", "Ito", "Jansen", "Kowalski", "Li", "Moreau", "Nowak", "Okafor", "Petrov", "Quispe", "Rossi",
            "Silva",
            "Tanaka", "Ueda", "Varga", "Weber", "Xu", "Yilmaz", "Zhang");

    private final SecureRandom random = new SecureRandom();

    /** Somebody who can sign in. */
    record Person(String name, String password) {

        @Override
        public String toString() {
            return "Person[name=" + name + "]";
        }
    }

    /** A password nobody can guess. */
    String password() {
        byte[] bytes = new byte[18];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** As many people as it takes for {@code clients} clients. */
    List<UsersExchange.CreateRequest> forClients(int clients) {
        List<UsersExchange.CreateRequest> requests = new ArrayList<>();
        int people = Math.max(1, Math.ceilDiv(clients, SESSIONS_PER_USER));
        for (int index = 0; index < people; index++) {
            String first = FIRST.get(index % FIRST.size());
            String last = LAST.get((index / FIRST.size() + index * 7) % LAST.size());
            String name = "%s.%s.%d".formatted(first, last, index).toLowerCase(Locale.ROOT);
            requests.add(new UsersExchange.CreateRequest(name, password(), first + " " + last,
                    name + "@fleet.example", Set.of()));
        }
        return List.copyOf(requests);
    }

    /** The operators beside the first one: one who changes things and one who only looks. */
    List<UsersExchange.CreateRequest> operators() {
        return List.of(
                new UsersExchange.CreateRequest("night-shift", password(), "Night shift", "night@fleet.example",
                        Set.of(Role.OPERATOR)),
                new UsersExchange.CreateRequest("auditor", password(), "Auditor", "auditor@fleet.example",
                        Set.of(Role.VIEWER)));
    }

    /** Those of the feed: its host first, then its readers. */
    List<UsersExchange.CreateRequest> feed() {
        return List.of(plain("harbour-feed", "Harbour feed"), plain("pilot-house", "Pilot house"),
                plain("lock-keeper", "Lock keeper"));
    }

    /** Those who go through the routes with a token. */
    List<UsersExchange.CreateRequest> travellers() {
        return List.of(plain("crane-watch", "Crane watch"), plain("tour-guide", "Tour guide"));
    }

    private UsersExchange.CreateRequest plain(String name, String displayName) {
        return new UsersExchange.CreateRequest(name, password(), displayName, name + "@fleet.example", Set.of());
    }

    /**
     * A user that exists on the nodes.
     *
     * @param user as the node created it
     */
    record Settled(Person person, User user) {}
}
