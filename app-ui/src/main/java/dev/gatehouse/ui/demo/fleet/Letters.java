package dev.gatehouse.ui.demo.fleet;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Letters from user to user that the nodes confirmed, until one of the receiver's clients has them. */
final class Letters {

    /** Who is there for so long has had time to get what waited. */
    private static final Duration ENOUGH = Duration.ofSeconds(20);

    private final Map<String, Letter> underWay = new ConcurrentHashMap<>();
    private final Map<String, Stay> stays = new ConcurrentHashMap<>();

    private record Letter(String to, boolean confirmed, long atNanos) {}

    /** @param sinceNanos when the first of the clients that are there came */
    private record Stay(int clients, long sinceNanos) {}

    /** One leaves. */
    void leaves(String id, String to) {
        underWay.put(id, new Letter(to, false, System.nanoTime()));
    }

    /** The nodes have it. */
    void confirmed(String id) {
        underWay.computeIfPresent(id, (_, letter) -> new Letter(letter.to(), true, System.nanoTime()));
    }

    /** The nodes did not take it. */
    void failed(String id) {
        underWay.remove(id);
    }

    /** A client of its receiver has it. */
    void arrived(String id) {
        underWay.remove(id);
    }

    /** A client of the user is online. */
    void comes(String user) {
        stays.merge(user, new Stay(1, System.nanoTime()),
                (there, one) -> there.clients() == 0 ? one : new Stay(there.clients() + 1, there.sinceNanos()));
    }

    /** A client of the user is no more. */
    void goes(String user) {
        stays.computeIfPresent(user, (_, there) -> new Stay(there.clients() - 1, there.sinceNanos()));
    }

    /** Confirmed letters that their receiver should have by now. */
    long lost() {
        long past = System.nanoTime() - ENOUGH.toNanos();
        return underWay.values().stream().filter(
                letter -> letter.confirmed() && letter.atNanos() - past < 0 && isHereSince(letter.to(), past)).count();
    }

    private boolean isHereSince(String user, long past) {
        Stay stay = stays.get(user);
        return stay != null && stay.clients() > 0 && stay.sinceNanos() - past < 0;
    }
}
