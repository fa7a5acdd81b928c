package dev.gatehouse.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.api.MachinesExchange;
import dev.gatehouse.model.api.MachinesExchange.Challenge;
import dev.gatehouse.model.api.MachinesExchange.ChallengeRequest;
import dev.gatehouse.model.api.MachinesExchange.Changed;
import dev.gatehouse.model.api.MachinesExchange.HandshakeRequest;
import dev.gatehouse.model.api.MachinesExchange.RotateRequest;
import dev.gatehouse.model.api.MachinesExchange.SessionKey;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.machine.CallText;
import dev.gatehouse.model.machine.HandshakeText;
import dev.gatehouse.model.machine.RotationText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node, as one machine calls it. It opens a session by a handshake when one is needed, signs every call, and opens
 * another when the node says that the session is over. Safe for use by several threads; calls wait for their answers.
 */
public final class MachineClient {

    /** Longer than any deadline of a node (3 s by default), so that the node's own answer is seen. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** A session that ends sooner than this is not begun upon. */
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final byte[] NOTHING = {};
    /** What an answer without a body reads as. */
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

    private final URI node;
    private final HttpClient http;
    private final Clock clock;
    private final MachineSigner signer = new MachineSigner();
    private MachineIdentity identity;
    private @Nullable SessionKey session;

    /**
     * Does not call the node yet.
     *
     * @param node scheme, host and port, such as {@code https://gatehouse.example:7070}
     * @param http with the machine's certificate, where one speaks for it
     */
    public MachineClient(URI node, MachineIdentity identity, HttpClient http, Clock clock) {
        this.node = node;
        this.identity = identity;
        this.http = http;
        this.clock = clock;
    }

    /** Asks for {@code path} as {@code type}. See {@link #call}. */
    public <T> T get(String path, Class<T> type) throws IOException, InterruptedException {
        return call(MachineCall.get(path), type);
    }

    /**
     * Makes a call. Where it fails with an {@link IOException} the node may have carried it out.
     *
     * @param type of the answer; {@link com.fasterxml.jackson.databind.JsonNode} for any
     * @throws NodeProblem where the node refuses it
     * @throws IOException where no answer came, or none that can be read
     */
    public <T> T call(MachineCall call, Class<T> type) throws IOException, InterruptedException {
        SessionKey key = session(null);
        try {
            return read(signed(call, key), type);
        } catch (NodeProblem e) {
            if (e.is(ErrorCode.HANDSHAKE_NEEDED)) {
                return read(signed(call, session(key)), type);
            }
            if (e.is(ErrorCode.SIGNATURE_EXPIRED)) {
                return read(signed(call, key), type);
            }
            throw e;
        }
    }

    /**
     * Puts a new key in the place of this machine's old one, which is due every 7 days. The old key's sessions are over.
     *
     * @param next Ed25519; keep it safe before this is called, for the node may take it and its answer be lost
     */
    public synchronized Changed rotate(KeyPair next) throws IOException, InterruptedException {
        PrivateKey old = key();
        String id = identity.machineId();
        String publicKey = Base64.getEncoder().encodeToString(next.getPublic().getEncoded());
        String challenge = challenge();
        String signature = MachineSigner.sign(old,
                new RotationText(identity.audience(), id, challenge, publicKey).text());
        Changed changed = read(plain(MachinesExchange.keysPath(id), new RotateRequest(publicKey, challenge,
                signature)), Changed.class);
        identity = new MachineIdentity(id, identity.audience(), next.getPrivate());
        session = null;
        return changed;
    }

    /** The session to sign with; another one where the current is {@code spent} or about to end. */
    private synchronized SessionKey session(@Nullable SessionKey spent) throws IOException, InterruptedException {
        SessionKey current = session;
        if (current == null || current.equals(spent) || clock.instant().plus(MARGIN).isAfter(current.expiresAt())) {
            current = handshake();
            session = current;
        }
        return current;
    }

    private SessionKey handshake() throws IOException, InterruptedException {
        String id = identity.machineId();
        if (identity.key() == null) {
            return read(plain(MachinesExchange.HANDSHAKE_PATH, new HandshakeRequest(id, null, null)),
                    SessionKey.class);
        }
        String challenge = challenge();
        String signature = MachineSigner.sign(key(), new HandshakeText(identity.audience(), id, challenge).text());
        return read(plain(MachinesExchange.HANDSHAKE_PATH, new HandshakeRequest(id, challenge, signature)),
                SessionKey.class);
    }

    private PrivateKey key() {
        PrivateKey key = identity.key();
        if (key == null) {
            throw new IllegalStateException("A certificate speaks for this machine; it has no key of its own");
        }
        return key;
    }

    private String challenge() throws IOException, InterruptedException {
        return read(plain(MachinesExchange.CHALLENGE_PATH, new ChallengeRequest(identity.machineId())),
                Challenge.class).challenge();
    }

    private HttpRequest plain(String path, Object body) {
        return HttpRequest.newBuilder(node.resolve(path)).timeout(TIMEOUT).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(written(body))).build();
    }

    private HttpRequest signed(MachineCall call, SessionKey key) {
        byte[] body = call.body() == null ? NOTHING : written(call.body());
        URI target = node.resolve(call.path());
        String version = call.version() == null ? "" : Long.toString(call.version());
        CallText text = new CallText(key.keyId(), call.method(), onTheWire(target), Long.toString(clock.millis()),
                signer.nonce(), version, CallText.sha256(body));
        HttpRequest.Builder request = HttpRequest.newBuilder(target).timeout(TIMEOUT)
                .method(call.method(),
                        call.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .header(CallText.KEY, key.keyId()).header(CallText.TIMESTAMP, text.timestamp())
                .header(CallText.NONCE, text.nonce())
                .header(CallText.SIGNATURE, MachineSigner.mac(key.secret(), text.text()));
        if (call.body() != null) {
            request.header("Content-Type", "application/json");
        }
        if (!version.isEmpty()) {
            request.header("If-Match", version);
        }
        return request.build();
    }

    private static String onTheWire(URI target) {
        return target.getRawQuery() == null ? target.getRawPath() : target.getRawPath() + "?" + target.getRawQuery();
    }

    private <T> T read(HttpRequest request, Class<T> type) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() >= 400) {
            throw new NodeProblem(problem(answer));
        }
        byte[] body = answer.body();
        return Json.LENIENT.readValue(body.length == 0 ? EMPTY : body, type);
    }

    private Problem problem(HttpResponse<byte[]> answer) {
        try {
            Problem problem = Json.LENIENT.readValue(answer.body(), Problem.class);
            if (problem != null && problem.code() != null && problem.detail() != null) {
                return problem;
            }
        } catch (IOException e) {
            return foreign(answer);
        }
        return foreign(answer);
    }

    private Problem foreign(HttpResponse<byte[]> answer) {
        return new Problem("about:blank", ErrorCode.INTERNAL.title(), answer.statusCode(), node
                + " answered with status " + answer.statusCode() + " and not in Gatehouse's form.", "foreign", "",
                List.of(), null, null, null);
    }

    private static byte[] written(Object body) {
        try {
            return Json.LENIENT.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A body of " + body.getClass() + " cannot be written as JSON", e);
        }
    }
}
