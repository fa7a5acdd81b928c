package dev.gatehouse.server.machine;

import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.machine.CallText;
import dev.gatehouse.model.machine.Machine;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Authenticator;
import dev.gatehouse.server.http.Principal;
import dev.gatehouse.server.http.SignedCall;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tells which machine signed a call, beside whoever tells whose a token is. A call is good once, on one node, within
 * {@link #WINDOW} of its timestamp. Where the live state does not answer, no signed call is taken.
 */
final class MachineAuthenticator implements Authenticator {

    /** How far a call's timestamp may be from this node's clock, either way. */
    static final Duration WINDOW = Duration.ofMinutes(5);

    /** A nonce is kept for as long as any node could take its call, and a minute for clocks that differ. */
    private static final Duration NONCE_LIFETIME = WINDOW.multipliedBy(2).plusMinutes(1);

    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{16,64}");
    private static final String HMAC = "HmacSHA256";

    private final Authenticator tokens;
    private final Machines machines;
    private final MachineSessions sessions;
    private final MachineStore store;
    private final AuditJournal journal;
    private final Clock clock;
    private volatile Instant noncesSince = Instant.EPOCH;

    MachineAuthenticator(Authenticator tokens, Machines machines, MachineSessions sessions, MachineStore store,
            AuditJournal journal, Clock clock) {
        this.tokens = tokens;
        this.machines = machines;
        this.sessions = sessions;
        this.store = store;
        this.journal = journal;
        this.clock = clock;
    }

    /** Takes no call signed until now any more: the live state was away and may have forgotten nonces. */
    void distrustThePast() {
        noncesSince = clock.instant();
    }

    @Override
    public Principal authenticate(String accessToken) {
        return tokens.authenticate(accessToken);
    }

    @Override
    public @Nullable Principal known(String accessToken) {
        return tokens.known(accessToken);
    }

    @Override
    public Principal authenticate(String accessToken, Access access, boolean changes) {
        return tokens.authenticate(accessToken, access, changes);
    }

    @Override
    public Browser browser(String sessionCookie, Access access, boolean changes) {
        return tokens.browser(sessionCookie, access, changes);
    }

    @Override
    public @Nullable Principal signer(SignedCall call) {
        String keyId = call.header(CallText.KEY);
        if (keyId == null) {
            return null;
        }
        if (call.header("Authorization") != null) {
            throw new RequestFailure(ErrorCode.BAD_REQUEST,
                    "Send an access token or a machine's signature, not both: it must be clear who asks.");
        }
        Instant signedAt = time(needed(call, CallText.TIMESTAMP));
        MachineSessions.Session session = sessions.find(keyId);
        Machine machine = session == null ? null : machines.byId(session.machineId());
        if (session == null || machine == null || !machine.keySince().equals(session.keySince())) {
            throw new RequestFailure(ErrorCode.HANDSHAKE_NEEDED,
                    "The machine's session is over, or its key was replaced. Open a new one by a handshake.");
        }
        return verified(call, keyId, signedAt, session, machine);
    }

    private Principal verified(SignedCall call, String keyId, Instant signedAt, MachineSessions.Session session,
            Machine machine) {
        String nonce = needed(call, CallText.NONCE);
        CallText text = new CallText(keyId, call.method(), call.target(), needed(call, CallText.TIMESTAMP), nonce,
                Objects.requireNonNullElse(call.header("If-Match"), ""), CallText.sha256(call.body()));
        if (!NONCE.matcher(nonce).matches() || !MessageDigest.isEqual(mac(session.secret(), text.text()),
                decoded(needed(call, CallText.SIGNATURE)))) {
            throw refused(call, machine, new RequestFailure(ErrorCode.SIGNATURE_INVALID,
                    "The signature does not fit this call: method, path with query, timestamp, nonce, If-Match and"
                            + " body must arrive as they were signed."));
        }
        if (machine.retiredAt() != null) {
            throw refused(call, machine, MachineProofs.retired(machine));
        }
        Instant now = clock.instant();
        if (Duration.between(signedAt, now).abs().compareTo(WINDOW) > 0 || signedAt.isBefore(noncesSince)) {
            throw refused(call, machine, new RequestFailure(ErrorCode.SIGNATURE_EXPIRED, "The call was signed at "
                    + signedAt + " and it is " + now + " here; sign it anew"
                    + (signedAt.isBefore(noncesSince) ? ", for Redis was away meanwhile."
                            : ", by a clock that is right.")));
        }
        if (!store.isNew(CallText.sha256((keyId + "\n" + nonce).getBytes(StandardCharsets.UTF_8)),
                now.plus(NONCE_LIFETIME))) {
            throw refused(call, machine, new RequestFailure(ErrorCode.REPLAYED,
                    "This call was made before: each needs a nonce of its own."));
        }
        if (call.endpoint().access() == Access.USER && call.endpoint().changes()) {
            throw refused(call, machine, new RequestFailure(ErrorCode.FORBIDDEN,
                    "This is for people: a machine has no password and no logins."));
        }
        return new Principal(machine.id(), MachineProofs.actorName(machine), Set.of(machine.role()), session.name(),
                nonce, ClientKind.APP, session.openedAt(), signedAt, session.expiresAt(), session.expiresAt());
    }

    private static String needed(SignedCall call, String header) {
        String value = call.header(header);
        if (value == null || value.isEmpty()) {
            throw new RequestFailure(ErrorCode.SIGNATURE_INVALID, "A signed call needs the header " + header + ".");
        }
        return value;
    }

    private static Instant time(String millis) {
        try {
            return Instant.ofEpochMilli(Long.parseLong(millis));
        } catch (NumberFormatException | DateTimeException e) {
            throw new RequestFailure(ErrorCode.SIGNATURE_INVALID,
                    CallText.TIMESTAMP + " must be milliseconds since 1970 UTC, such as 1763724000000.", e);
        }
    }

    private static byte[] mac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(Base64.getUrlDecoder().decode(secret), HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + HMAC, e);
        }
    }

    private static byte[] decoded(String signature) {
        try {
            return Base64.getUrlDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private RequestFailure refused(SignedCall call, Machine machine, RequestFailure failure) {
        journal.note(AuditDraft
                .of(MachineProofs.actor(machine, call.ip()), Action.MACHINE_CALL,
                        call.method() + " " + path(call), Outcome.REFUSED, clock.instant())
                .withReason(failure.code().code()).withTraceparent(Trace.current().traceparent()));
        return failure.asRecorded();
    }

    private static String path(SignedCall call) {
        int query = call.target().indexOf('?');
        return query < 0 ? call.target() : call.target().substring(0, query);
    }
}
