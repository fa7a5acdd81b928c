package dev.gatehouse.server.auth;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.auth.Lock;
import dev.gatehouse.model.auth.LockKind;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.server.auth.LockStore.Door;
import dev.gatehouse.server.auth.LockStore.Rule;
import dev.gatehouse.server.auth.LockStore.Tally;
import dev.gatehouse.server.call.LiveStateUnavailableException;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.log.Account;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before every check of a password: guesses are counted per account and per address, and too many shut the door
 * for a while. A name that nobody has is counted like one that somebody has. Without Redis this node counts by itself.
 */
public final class LoginGuard implements ShutDoors {

    private static final Logger LOG = LoggerFactory.getLogger(LoginGuard.class);
    private static final int SUBNET_BYTES = 8;

    private final LockStore shared;
    private final LockStore local;
    private final Passwords passwords;
    private final Rule accountRule;
    private final Rule ipRule;
    private final AuthEvent.Recorder recorder;

    /**
     * How many failures within {@code window} shut a door, and for how long.
     *
     * @param accountFailures of one account, from wherever
     * @param ipFailures      from one address, of whichever account
     */
    public record Limits(int accountFailures, int ipFailures, Duration window, Duration shut) {}

    /**
     * Somebody with a password.
     *
     * @param account absent where nobody has that name
     */
    record Attempt(String username, @Nullable Account account, String ip) {}

    /**
     * The doors of one attempt, and where they are counted.
     *
     * @param store the same from the first count to the last, so that an outage in between leaves nothing half counted
     */
    private record Entry(LockStore store, List<Door> doors, List<Tally> tallies) {}

    /** @param local counts while {@code shared} does not answer */
    public LoginGuard(LockStore shared, LockStore local, Limits limits, Passwords passwords,
            AuthEvent.Recorder recorder) {
        this.shared = shared;
        this.local = local;
        this.passwords = passwords;
        this.accountRule = new Rule(limits.accountFailures(), limits.window(), limits.shut(), true);
        this.ipRule = new Rule(limits.ipFailures(), limits.window(), limits.shut(), false);
        this.recorder = recorder;
    }

    /**
     * Whether it is the right password. Of an account that is not there it never is, and that takes as long.
     *
     * @throws RequestFailure {@link ErrorCode#LOCKED} without a look at the password, or {@link ErrorCode#BUSY}
     */
    boolean isRight(String password, Attempt attempt) {
        Entry entry = enter(attempt);
        Account account = attempt.account();
        boolean right;
        try {
            right = passwords.matches(password, account == null ? null : account.passwordHash());
        } catch (RuntimeException e) {
            settle(() -> entry.store().cancelled(entry.doors()));
            throw e;
        }
        settle(() -> {
            if (right) {
                entry.store().succeeded(entry.doors());
            } else {
                report(entry.store().failed(entry.doors()), entry.doors(), attempt);
            }
        });
        return right;
    }

    /** Hashes a new password. */
    String hash(String password) {
        return passwords.hash(password);
    }

    private Entry enter(Attempt attempt) {
        List<Door> doors = List.of(accountDoor(attempt),
                new Door(LockKind.IP, subjectOf(attempt.ip()), null, ipRule));
        Entry entry = reserved(doors);
        report(entry.tallies(), doors, attempt);
        List<Door> taken = IntStream.range(0, doors.size()).filter(i -> entry.tallies().get(i).admitted())
                .mapToObj(doors::get).toList();
        if (taken.size() < doors.size()) {
            settle(() -> entry.store().cancelled(taken));
            Duration wait = entry.tallies().stream().filter(tally -> !tally.admitted()).map(Tally::retryAfter)
                    .max(Duration::compareTo).orElse(Duration.ZERO);
            throw RequestFailure.later(ErrorCode.LOCKED,
                    "Too many wrong passwords came from here or for this name. Try again later, or ask an operator.",
                    wait).asRecorded();
        }
        return entry;
    }

    private Door accountDoor(Attempt attempt) {
        Account account = attempt.account();
        return account == null
                ? new Door(LockKind.ACCOUNT, "unknown-" + Tokens.hash(attempt.username().toLowerCase(Locale.ROOT))
                        .substring(0, 16), null, accountRule)
                : new Door(LockKind.ACCOUNT, account.user().id(), account.user().username(), accountRule);
    }

    /** An address as it is counted: IPv6 by its first 64 bits, which is what one customer is given (RFC 6177). */
    static String subjectOf(String ip) {
        try {
            if (InetAddress.ofLiteral(ip) instanceof Inet6Address six && !six.isLoopbackAddress()) {
                byte[] subnet = Arrays.copyOf(six.getAddress(), SUBNET_BYTES);
                return IntStream.range(0, SUBNET_BYTES / 2)
                        .mapToObj(i -> HexFormat.of().formatHex(subnet, 2 * i, 2 * i + 2))
                        .collect(Collectors.joining(":"));
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("{} is no address; it is counted as it is", ip, e);
        }
        return ip;
    }

    private Entry reserved(List<Door> doors) {
        try {
            return new Entry(shared, doors, shared.reserve(doors));
        } catch (LiveStateUnavailableException e) {
            LOG.debug("Redis is away; this node counts wrong passwords by itself", e);
            return new Entry(local, doors, local.reserve(doors));
        }
    }

    /** What cannot be settled stays counted as if it had failed, until the window is over. */
    private static void settle(Runnable work) {
        try {
            work.run();
        } catch (LiveStateUnavailableException e) {
            LOG.warn("Redis went away during a login; the attempt stays counted: {}", e.getMessage());
        }
    }

    private void report(List<Tally> tallies, List<Door> doors, Attempt attempt) {
        for (int i = 0; i < doors.size(); i++) {
            if (tallies.get(i).shutNow()) {
                Door door = doors.get(i);
                LOG.warn("Security alert: the {} {} is shut for {} after {} wrong passwords, the last from {}",
                        door.kind(), door.subject(), door.rule().shut(), tallies.get(i).failures(), attempt.ip());
                recorder.record(new AuthEvent(AuthEvent.Kind.LOCKED, new Actor("anonymous", "anonymous", attempt.ip()),
                        resource(door.kind(), door.subject()), Outcome.REFUSED,
                        door.rule().failures() + " wrong passwords"));
            }
        }
    }

    /** How the audit names a door. */
    static String resource(LockKind kind, String subject) {
        return "lock/" + kind.name().toLowerCase(Locale.ROOT) + "/" + subject;
    }

    /** The doors that are shut: on all nodes, or on this one while Redis is away. */
    @Override
    public List<Lock> locks() {
        try {
            return shared.locks();
        } catch (LiveStateUnavailableException e) {
            LOG.debug("Redis is away; only this node's locks are known", e);
            return local.locks();
        }
    }

    @Override
    public boolean lift(LockKind kind, String subject) {
        boolean lifted = local.lift(kind, subject);
        try {
            return shared.lift(kind, subject) || lifted;
        } catch (LiveStateUnavailableException e) {
            if (!lifted) {
                throw e;
            }
            LOG.warn("A door was opened on this node alone: {}", e.getMessage());
            return true;
        }
    }
}
