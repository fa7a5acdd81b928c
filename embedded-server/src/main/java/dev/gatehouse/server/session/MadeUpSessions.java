package dev.gatehouse.server.session;

import com.carrotsearch.hppc.BitMixer;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Sessions that nobody has, by number: what a demo and a benchmark fill presence with. The same number gives the same
 * session but for its times. Four of five sessions belong to a user of their own.
 */
public final class MadeUpSessions {

    private static final List<String> FIRST = List.of("ada", "ben", "chen", "dana", "emil", "fatou", "grace", "hugo",
            "ines", "jun", "karim", "lena", "mei", "nils", "olga", "priya", "quentin", "rosa", "sven", "tara", "uma",
            "viktor", "wei", "xenia", "yusuf", "zoe");
    private static final List<String> LAST = List.of("adler", "brandt", "costa", "dubois", "eriksen", "fischer",
            "gupta", "haas", "ito", "jansen", "kowalski", "li", "moreau", "nowak", "okafor", "petrov", "quispe",
            "rossi", "silva", "tanaka", "ueda", "varga", "weber", "xu", "yilmaz", "zhang");
    private static final List<String> AGENTS = List.of("Firefox/140 Linux", "Firefox/140 Windows", "Chrome/141 Windows",
            "Chrome/141 macOS", "Chrome/141 Android", "Safari/26 iOS", "Safari/26 macOS", "Edge/141 Windows",
            "gatehouse-app/2.3 iOS", "gatehouse-app/2.3 Android", "gatehouse-app/2.4 Android", "fleet-probe/1.0");
    private static final char[] BASE_32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int ROOMS = 40;
    private static final long TWO_HOURS_MILLIS = 7_200_000;

    private final String node;
    private final Instant begin;

    /**
     * Sessions of a node.
     *
     * @param begin the time in all ids
     */
    public MadeUpSessions(String node, Instant begin) {
        this.node = node;
        this.begin = begin;
    }

    /** A session that has just come. */
    public Session fresh(long number, Instant now) {
        return session(number, now, now);
    }

    /** A session that came in the two hours before {@code now}. */
    public Session settled(long number, Instant now) {
        return session(number, now.minusMillis(spread(number, 1) % TWO_HOURS_MILLIS), now);
    }

    /** The id of a session: 26 characters, as ids of the server have. */
    public String sid(long number) {
        char[] characters = new char[26];
        fill(characters, 0, 10, begin.toEpochMilli());
        fill(characters, 10, 23, BitMixer.mix64(number + 1));
        fill(characters, 23, 26, number);
        return new String(characters);
    }

    private Session session(long number, Instant connectedAt, Instant seenAt) {
        long user = number * 4 / 5;
        char[] userId = new char[26];
        fill(userId, 0, 10, begin.toEpochMilli());
        fill(userId, 10, 26, BitMixer.mix64(-user - 1));
        String username = FIRST.get((int) (spread(user, 2) % FIRST.size())) + "."
                + LAST.get((int) (spread(user, 3) % LAST.size())) + "." + user;
        return new Session(sid(number), new String(userId), username, node, ip(number), kind(number),
                AGENTS.get((int) (spread(number, 4) % AGENTS.size())),
                connectedAt.minusMillis(spread(number, 5) % TWO_HOURS_MILLIS), connectedAt, seenAt, rooms(number),
                false);
    }

    private static String ip(long number) {
        long bits = spread(number, 6);
        return number % 16 == 0
                ? String.format(Locale.ROOT, "2001:db8:%x:%x::%x", bits & 0xFFF, (bits >> 16) & 0xFFF, bits >> 52)
                : "10." + (bits & 0xFF) + "." + ((bits >> 8) & 0xFF) + "." + ((bits >> 16) & 0xFF);
    }

    private static ClientKind kind(long number) {
        long share = spread(number, 7) % 100;
        return share < 60 ? ClientKind.WEB : share < 95 ? ClientKind.APP : ClientKind.ADMIN;
    }

    /** Half of them are in no room, most others in one. */
    private static List<String> rooms(long number) {
        long bits = spread(number, 8);
        long room = (bits >> 8) % ROOMS;
        return switch ((int) (bits % 10)) {
            case 0, 1, 2, 3, 4 -> List.of();
            case 5 -> List.of("pier-" + room, "pier-" + (room + 1) % ROOMS);
            default -> List.of("pier-" + room);
        };
    }

    /** A number of 0 or more that depends on both and looks like chance. */
    private static long spread(long number, int what) {
        return BitMixer.mix64(number * 31 + what) >>> 1;
    }

    private static void fill(char[] characters, int from, int to, long bits) {
        long rest = bits;
        for (int at = to - 1; at >= from; at--) {
            characters[at] = BASE_32[(int) (rest & 31)];
            rest >>>= 5;
        }
    }
}
