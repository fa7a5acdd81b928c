package dev.gatehouse.server.machine;

import dev.gatehouse.model.api.MachinesExchange.Changed;
import dev.gatehouse.model.api.MachinesExchange.CreateRequest;
import dev.gatehouse.model.api.MachinesExchange.HandshakeRequest;
import dev.gatehouse.model.api.MachinesExchange.RotateRequest;
import dev.gatehouse.model.api.MachinesExchange.SessionKey;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.machine.HandshakeText;
import dev.gatehouse.model.machine.Machine;
import dev.gatehouse.model.machine.RotationText;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.log.Applied;
import dev.gatehouse.server.log.Change;
import dev.gatehouse.server.log.ChangeLog;
import dev.gatehouse.server.log.Decision;
import dev.gatehouse.server.log.Effect;
import dev.gatehouse.server.log.Ids;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Registering, rotating and retiring machines, and opening their sessions. */
final class MachineService {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,63}");
    private static final String KEY_RULE = "must be an Ed25519 public key, X.509 SubjectPublicKeyInfo in Base64 or PEM.";

    private final ChangeLog changes;
    private final MachineProofs proofs;
    private final MachineSessions sessions;
    private final AuditJournal journal;
    private final String audience;
    private final Clock clock;

    /** @param audience the fleet, as machines name it in what they sign */
    MachineService(ChangeLog changes, MachineProofs proofs, MachineSessions sessions, AuditJournal journal,
            String audience, Clock clock) {
        this.changes = changes;
        this.proofs = proofs;
        this.sessions = sessions;
        this.journal = journal;
        this.audience = audience;
        this.clock = clock;
    }

    Changed register(CreateRequest request, Actor actor) {
        List<FieldError> errors = new ArrayList<>();
        String name = request.name() == null ? "" : request.name().strip();
        if (!NAME.matcher(name).matches()) {
            errors.add(new FieldError("name",
                    "must have 2 to 64 letters, digits or . _ - and begin with a letter or digit."));
        }
        Role role = request.role() == null ? Role.VIEWER : request.role();
        if (role == Role.ADMIN) {
            errors.add(new FieldError("role", "must be viewer or operator; a machine is no administrator."));
        }
        String key = request.publicKey() == null ? null : MachineKeys.canonical(request.publicKey());
        if (request.publicKey() != null && key == null) {
            errors.add(new FieldError("publicKey", KEY_RULE));
        }
        if (!errors.isEmpty()) {
            throw RequestFailure.invalid(errors);
        }
        return changed(changes.submit(new Change.RegisterMachine(Ids.next(), name, role, key), null, actor));
    }

    Changed retire(String id, Actor actor) {
        return changed(changes.submit(new Change.RetireMachine(id), null, actor));
    }

    /**
     * Puts a new key in the place of an old one.
     *
     * @param admin whether the caller is an administrator; else the old key must have signed for the new one
     */
    Changed rotate(String id, RotateRequest request, boolean admin, Actor actor) {
        String given = request.publicKey();
        String key = given == null ? null : MachineKeys.canonical(given);
        if (given == null || key == null) {
            throw RequestFailure.invalid("publicKey", given == null ? "is needed." : KEY_RULE);
        }
        if (admin) {
            return changed(changes.submit(new Change.RotateMachine(id, key), null, actor));
        }
        Machine machine = proofs.signer(signed(id, request.challenge(), request.signature()),
                (machineId, challenge) -> new RotationText(audience, machineId, challenge, given).text(), ip(actor));
        Actor itself = MachineProofs.actor(machine, ip(actor));
        if (isOlderThan(Machine.ROTATION_GRACE, machine)) {
            throw proofs.refused(itself, id, new RequestFailure(ErrorCode.ROTATE_KEY, "The old key is of "
                    + machine.keySince() + ", too old even to sign for a new one. An administrator must set it."));
        }
        return changed(changes.submit(new Change.RotateMachine(id, key), machine.version(), itself));
    }

    /** Opens a session of a machine that signs a challenge, or that bears a client certificate. */
    SessionKey handshake(HandshakeRequest request, @Nullable X509Certificate certificate, String ip) {
        X509Certificate shown = request.challenge() == null && request.signature() == null ? certificate : null;
        Machine machine = shown != null
                ? proofs.bearer(shown, ip)
                : proofs.signer(signed(request.machineId(), request.challenge(), request.signature()),
                        (machineId, challenge) -> new HandshakeText(audience, machineId, challenge).text(), ip);
        Actor itself = MachineProofs.actor(machine, ip);
        if (shown == null && isOlderThan(Machine.LONGEST_KEY_AGE, machine)) {
            throw proofs.refused(itself, machine.id(), new RequestFailure(ErrorCode.ROTATE_KEY,
                    "The key is of " + machine.keySince() + ", older than " + Machine.LONGEST_KEY_AGE.toDays()
                            + " days. Rotate it: sign for a new one with it."));
        }
        MachineSessions.Opened opened = sessions.open(machine);
        MachineSessions.Session session = opened.session();
        journal.note(AuditDraft
                .of(itself, Action.MACHINE_HANDSHAKE, "machine/" + machine.id(), Outcome.ACCEPTED, clock.instant())
                .withChange(null,
                        Json.LENIENT.createObjectNode().put("session", session.name())
                                .put("by", shown == null ? "key" : "certificate")
                                .put("expiresAt", session.expiresAt().toString()))
                .withTraceparent(Trace.current().traceparent()));
        return new SessionKey(opened.keyId(), session.secret(), session.expiresAt());
    }

    private boolean isOlderThan(Duration age, Machine machine) {
        Instant end = machine.keySince().plus(age);
        return end.isBefore(clock.instant());
    }

    private static MachineProofs.Signed signed(@Nullable String machineId, @Nullable String challenge,
            @Nullable String signature) {
        List<FieldError> errors = new ArrayList<>();
        MachineProofs.Signed signed = new MachineProofs.Signed(given("machineId", machineId, errors),
                given("challenge", challenge, errors), given("signature", signature, errors));
        if (!errors.isEmpty()) {
            throw RequestFailure.invalid(errors);
        }
        return signed;
    }

    private static String given(String field, @Nullable String value, List<FieldError> errors) {
        if (value == null || value.isBlank()) {
            errors.add(new FieldError(field, "is needed."));
            return "";
        }
        if (value.length() > 200) {
            errors.add(new FieldError(field, "has at most 200 characters."));
        }
        return value;
    }

    private static String ip(Actor actor) {
        return String.valueOf(actor.ip());
    }

    private static Changed changed(Applied applied) {
        if (applied.decision() instanceof Decision.Accepted accepted
                && accepted.effects().getFirst() instanceof Effect.PutMachine put) {
            return new Changed(put.machine(), applied.position());
        }
        throw new IllegalStateException("A change of a machine left none: " + applied);
    }
}
