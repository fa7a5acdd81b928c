package dev.gatehouse.server.machine;

import dev.gatehouse.model.api.MachinesExchange.Challenge;
import dev.gatehouse.model.auth.Lock;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.machine.CallText;
import dev.gatehouse.model.machine.Machine;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a machine is what it says: hands out challenges, checks what was signed over them, and shuts the door
 * to addresses that fail too often.
 */
final class MachineProofs {

    private static final Logger LOG = LoggerFactory.getLogger(MachineProofs.class);
    private static final Duration CHALLENGE_LIFETIME = Duration.ofSeconds(30);

    private final Machines machines;
    private final MachineLive live;
    private final MachineSessions sessions;
    private final AuditJournal journal;
    private final Clock clock;

    MachineProofs(Machines machines, MachineLive live, MachineSessions sessions, AuditJournal journal, Clock clock) {
        this.machines = machines;
        this.live = live;
        this.sessions = sessions;
        this.journal = journal;
        this.clock = clock;
    }

    /** A proof that a request bears. */
    record Signed(String machineId, String challenge, String signature) {}

    /** Writes the text that was to be signed. */
    @FunctionalInterface
    interface Wording {

        String of(String machineId, String challenge);
    }

    /** Hands out a challenge; whether there is such a machine is not told. */
    Challenge challenge(String machineId, String ip) {
        requireOpen(ip);
        String challenge = sessions.randomText();
        Instant until = clock.instant().plus(CHALLENGE_LIFETIME);
        live.store().putChallenge(name(machineId, challenge), until);
        return new Challenge(challenge, until);
    }

    private static String name(String machineId, String challenge) {
        return CallText.sha256((machineId + "\n" + challenge).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Checks a signature over a challenge, which is used up by it.
     *
     * @return the machine that signed it, which is not retired
     * @throws RequestFailure where it is not good; it counts against the address
     */
    Machine signer(Signed proof, Wording wording, String ip) {
        requireOpen(ip);
        Machine machine = machines.byId(proof.machineId());
        Actor actor = actor(machine, ip);
        if (!live.store().takeChallenge(name(proof.machineId(), proof.challenge()))) {
            throw failed(actor, proof.machineId(), new RequestFailure(ErrorCode.CHALLENGE_EXPIRED,
                    "This challenge is over: it lives " + CHALLENGE_LIFETIME.toSeconds()
                            + " seconds and is good for one try of one machine. Ask for another."));
        }
        if (machine == null
                || !MachineKeys.signed(machine, wording.of(proof.machineId(), proof.challenge()), proof.signature())) {
            throw failed(actor, proof.machineId(), new RequestFailure(ErrorCode.SIGNATURE_INVALID,
                    "No machine of this fleet has signed that: the id, the key, or the audience is not the right"
                            + " one."));
        }
        if (machine.retiredAt() != null) {
            throw refused(actor, machine.id(), retired(machine));
        }
        return machine;
    }

    /**
     * Finds the machine that a client certificate speaks for.
     *
     * @throws RequestFailure where it speaks for none, or is too old
     */
    Machine bearer(X509Certificate certificate, String ip) {
        requireOpen(ip);
        String name = commonName(certificate);
        Machine machine = name == null ? null : machines.byName(name);
        if (machine == null || machine.publicKey() != null) {
            throw failed(actor(null, ip), "unknown", new RequestFailure(ErrorCode.SIGNATURE_INVALID,
                    "The certificate is for \"" + name + "\", and no machine of that name proves itself by one."));
        }
        Instant since = certificate.getNotBefore().toInstant();
        if (since.plus(Machine.LONGEST_KEY_AGE).isBefore(clock.instant())) {
            throw refused(actor(machine, ip), machine.id(), new RequestFailure(ErrorCode.ROTATE_KEY,
                    "The client certificate is of " + since + ", older than " + Machine.LONGEST_KEY_AGE.toDays()
                            + " days. Rotate it: have a new one issued."));
        }
        return machine;
    }

    private static @Nullable String commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName()).getRdns().stream()
                    .filter(part -> part.getType().equalsIgnoreCase("CN")).map(part -> String.valueOf(part.getValue()))
                    .findFirst().orElse(null);
        } catch (InvalidNameException e) {
            LOG.debug("A client certificate bears a name that cannot be read", e);
            return null;
        }
    }

    private void requireOpen(String ip) {
        Lock lock = live.locks().find(ip);
        if (lock != null) {
            throw RequestFailure.later(ErrorCode.LOCKED,
                    "Too many handshakes from this address failed; none is taken from it until " + lock.until()
                            + ". An administrator can lift that.",
                    Duration.between(clock.instant(), lock.until())).asRecorded();
        }
    }

    /** The failure for a machine that is gone. */
    static RequestFailure retired(Machine machine) {
        return new RequestFailure(ErrorCode.MACHINE_RETIRED,
                "The machine " + machine.name() + " was retired at " + machine.retiredAt() + ".");
    }

    /** Records a failure and counts it against the address. */
    private RequestFailure failed(Actor actor, String machineId, RequestFailure failure) {
        Lock lock = live.locks().failed(String.valueOf(actor.ip()));
        if (lock != null) {
            LOG.warn("{} handshakes from {} failed within a minute; none is taken from there until {}",
                    lock.failures(), actor.ip(), lock.until());
            journal.note(AuditDraft
                    .of(actor, Action.MACHINE_LOCK, "address/" + actor.ip(), Outcome.ACCEPTED, clock.instant())
                    .withReason(lock.failures() + " failed handshakes, until " + lock.until())
                    .withTraceparent(Trace.current().traceparent()));
        }
        return refused(actor, machineId, failure);
    }

    /** Records a refusal. */
    RequestFailure refused(Actor actor, String machineId, RequestFailure failure) {
        journal.note(AuditDraft
                .of(actor, Action.MACHINE_HANDSHAKE, "machine/" + machineId, Outcome.REFUSED, clock.instant())
                .withReason(failure.code().code()).withTraceparent(Trace.current().traceparent()));
        return failure.asRecorded();
    }

    /** A machine as the audit names it. */
    static Actor actor(@Nullable Machine machine, String ip) {
        return machine == null
                ? new Actor("anonymous", "anonymous", ip)
                : new Actor(machine.id(), actorName(machine), ip);
    }

    static String actorName(Machine machine) {
        return "machine/" + machine.name();
    }
}
