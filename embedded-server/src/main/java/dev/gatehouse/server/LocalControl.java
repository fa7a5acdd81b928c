package dev.gatehouse.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.client.NodeTrust;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Exchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets whoever may read the data folder give a running node an administrator: the node leaves its address and a secret
 * in a file that only its own user can read, and the command line shows the secret.
 */
final class LocalControl implements AutoCloseable {

    static final String PATH = "/api/v1/local/administrators";

    private static final String FILE = "control.json";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path file;
    private final String secret;

    /**
     * The content of the file.
     *
     * @param certificate the node's own, DER in Base64; absent without TLS
     */
    private record Contact(String url, String secret, @Nullable String certificate) {}

    /** What the command line sends. */
    record Request(@Nullable String secret, @Nullable Boolean create, @Nullable String username,
            @Nullable String password) {

        @Override
        public String toString() {
            return "Request[username=" + username + "]";
        }
    }

    /** Does what is asked. */
    @FunctionalInterface
    interface Administration {

        /**
         * Creates an administrator or gives one a new password.
         *
         * @throws RequestFailure where that is not possible
         */
        void administer(boolean create, String username, String password);
    }

    LocalControl(Path folder) {
        this.file = folder.resolve(FILE);
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.secret = HexFormat.of().formatHex(random);
    }

    /** The endpoint of the running node. */
    Endpoint endpoint(Administration administration) {
        return Endpoint.changes(Access.PUBLIC, Endpoint.Method.POST, PATH,
                "Create an administrator; needs the secret in the node's data folder", Request.class, null,
                exchange -> handle(exchange, administration));
    }

    private @Nullable Object handle(Exchange exchange, Administration administration) {
        Request request = exchange.body(Request.class);
        String given = request.secret() == null ? "" : request.secret();
        if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8))) {
            throw new RequestFailure(ErrorCode.FORBIDDEN, "This is for the node's own command line.");
        }
        administration.administer(Boolean.TRUE.equals(request.create()), String.valueOf(request.username()),
                String.valueOf(request.password()));
        return null;
    }

    /** Leaves the address in the folder. */
    void announce(URI url, @Nullable X509Certificate certificate) throws IOException {
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, Json.LENIENT.writeValueAsString(
                new Contact(url.toString(), secret, certificate == null ? null : encoded(certificate))));
    }

    /**
     * Asks the node that runs on a folder.
     *
     * @throws StartException with one sentence where it refuses or does not answer
     */
    static void ask(Path folder, boolean create, String username, String password) throws StartException {
        Path file = folder.resolve(FILE);
        try {
            Contact contact = contact(file);
            send(contact, new Request(contact.secret(), create, username, password));
        } catch (IOException e) {
            throw new StartException("The folder " + folder + " is in use by another Gatehouse that does not answer."
                    + " Stop it, then try again.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted before the node answered.", e);
        }
    }

    private static void send(Contact contact, Request what) throws IOException, InterruptedException, StartException {
        try (HttpClient client = client(contact)) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(contact.url() + PATH)).timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(Json.LENIENT.writeValueAsString(what))).build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 204) {
                throw new StartException(sentence(answer.body()));
            }
        }
    }

    private static Contact contact(Path file) throws IOException {
        return Json.LENIENT.readValue(Files.readString(file), Contact.class);
    }

    /** A client that trusts the node's own certificate, whichever host that is for. */
    private static HttpClient client(Contact contact) throws IOException {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(PATIENCE);
        if (contact.certificate() != null) {
            builder.sslContext(NodeTrust.of(List.of(decoded(contact.certificate())), List.of()).context());
        }
        return builder.build();
    }

    private static String encoded(X509Certificate certificate) throws IOException {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateException e) {
            throw new IOException("The node's certificate cannot be written", e);
        }
    }

    private static X509Certificate decoded(String certificate) throws IOException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(certificate)));
        } catch (CertificateException | IllegalArgumentException e) {
            throw new IOException("The node's certificate cannot be read", e);
        }
    }

    private static String sentence(String body) {
        try {
            return Json.LENIENT.readValue(body, Problem.class).detail();
        } catch (JsonProcessingException e) {
            return "The running node gave an answer that is not understood; is it another version?";
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
