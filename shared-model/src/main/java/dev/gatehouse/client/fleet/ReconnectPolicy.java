package dev.gatehouse.client.fleet;

import dev.gatehouse.client.fleet.SecurityAlert.Kind;
import dev.gatehouse.model.message.CloseCode;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When to try again, and where. Pure: it waits for nothing and looks at no clock. Not safe for use by several threads.
 * <ul>
 * <li>Tries that fail one after the other wait {@link Limits#first} before the first, twice as long before each further one,
 * and {@link Limits#longest} at most; half of each wait is left to chance, so that a fleet does not come back as one.
 * <li>After {@link Limits#tries} of them there is an alarm.
 * <li>A node that sends its clients away (1001, 4013) is left for another at once, within a second by chance.
 * <li>429 and 503 wait for as long as the node said, if that is longer.
 * <li>Whom a node does not want (401, 403, 4001, 4002, 4003, 4401) stops, with a security alert.
 * </ul>
 */
public final class ReconnectPolicy {

    private static final Duration MOVE = Duration.ofSeconds(1);
    /** A connection that lasted this long was a good one. */
    private static final Duration GOOD = Duration.ofSeconds(10);

    private final Limits limits;
    private final RandomGenerator random;
    private int failures;
    private boolean mayMove = true;

    /**
     * How patient a client is.
     *
     * @param first     the wait before the first try
     * @param longest   no wait is longer
     * @param tries     failures in a row until the alarm
     * @param goesOn    whether it tries on after the alarm, waiting {@code longest} each time; else it stops until it is told
     */
    public record Limits(Duration first, Duration longest, int tries, boolean goesOn) {

        /** 1 s doubling to 30 s, 10 tries, then an alarm and a stop. */
        public static final Limits USUAL = new Limits(Duration.ofSeconds(1), Duration.ofSeconds(30), 10, false);

        public Limits {
            if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || tries < 1) {
                throw new IllegalArgumentException("A wait is longer than nothing, and there is at least one try.");
            }
        }

        /** The same, but never giving up. */
        public Limits goingOn() {
            return new Limits(first, longest, tries, true);
        }
    }

    /**
     * What to do next.
     *
     * @param delay   how long to wait before the next try; absent to make none
     * @param onwards whether to take the next address
     * @param alarm   whether people should be told that nothing works
     * @param alert   present where the node does not want this client
     */
    public record Decision(@Nullable Duration delay, boolean onwards, boolean alarm, @Nullable SecurityAlert alert) {}

    public ReconnectPolicy(Limits limits, RandomGenerator random) {
        this.limits = limits;
        this.random = random;
    }

    /**
     * Judges the end of a connection or of a try.
     *
     * @param online how long it had been ready; zero for a try that came to nothing
     */
    public Decision after(Ending ending, Duration online) {
        SecurityAlert alert = alert(ending);
        if (alert != null) {
            return new Decision(null, false, false, alert);
        }
        if (online.compareTo(GOOD) >= 0) {
            fresh();
        }
        if (mayMove && sentAway(ending)) {
            mayMove = false;
            return new Decision(part(MOVE, random.nextDouble()), true, false, null);
        }
        failures++;
        if (failures >= limits.tries()) {
            boolean alarm = failures == limits.tries();
            return new Decision(limits.goesOn() ? jittered(limits.longest()) : null, true, alarm, null);
        }
        Duration wait = jittered(backoff());
        Duration asked = ending instanceof Ending.Refused refused ? refused.retryAfter() : null;
        return new Decision(asked == null || asked.compareTo(wait) < 0 ? wait : asked.plus(wait), true, false, null);
    }

    /** Somebody said that it is worth trying: what failed before no longer counts. */
    public void fresh() {
        failures = 0;
        mayMove = true;
    }

    /** Failures in a row. */
    public int failures() {
        return failures;
    }

    private Duration backoff() {
        int doublings = Math.min(failures - 1, 30);
        Duration wait = limits.first().multipliedBy(1L << doublings);
        return wait.compareTo(limits.longest()) > 0 ? limits.longest() : wait;
    }

    private Duration jittered(Duration wait) {
        return part(wait, (1 + random.nextDouble()) / 2);
    }

    private static Duration part(Duration whole, double part) {
        return Duration.ofNanos((long) (whole.toNanos() * part));
    }

    private static boolean sentAway(Ending ending) {
        return ending instanceof Ending.Closed closed
                && (closed.code() == CloseCode.GOING_AWAY.number() || closed.code() == CloseCode.DRAINING.number());
    }

    private static @Nullable SecurityAlert alert(Ending ending) {
        return switch (ending) {
            case Ending.SignedOut(String detail) -> new SecurityAlert(Kind.NOT_AUTHENTICATED, 0, detail);
            case Ending.Refused(int status, _) -> switch (status) {
                case 401 -> new SecurityAlert(Kind.NOT_AUTHENTICATED, status, "the token is not good");
                case 403 -> new SecurityAlert(Kind.FORBIDDEN, status, "the user may not connect");
                default -> null;
            };
            case Ending.Closed(int code, String reason) -> {
                Kind kind = kind(code);
                yield kind == null ? null : new SecurityAlert(kind, code, reason);
            }
            case Ending.Unreachable _,Ending.Silent _ -> null;
        };
    }

    private static @Nullable Kind kind(int code) {
        if (code == CloseCode.NOT_AUTHENTICATED.number()) {
            return Kind.NOT_AUTHENTICATED;
        }
        if (code == CloseCode.KICKED.number()) {
            return Kind.KICKED;
        }
        if (code == CloseCode.BANNED.number()) {
            return Kind.BANNED;
        }
        return code == CloseCode.REPLACED.number() ? Kind.REPLACED : null;
    }
}
