package dev.gatehouse.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.http.Access;
import dev.gatehouse.server.http.Endpoint;
import dev.gatehouse.server.http.Exchange;
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
import java.time.Duration;
import java.util.HexFormat;
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

    /** The content of the file. */
    private record Contact(String url, String secret) {}

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
    void announce(URI url) throws IOException {
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, Json.LENIENT.writeValueAsString(new Contact(url.toString(), secret)));
    }

    /**
     * Asks the node that runs on a folder.
     *
     * @throws StartException with one sentence where it refuses or does not answer
     */
    static void ask(Path folder, boolean create, String username, String password) throws StartException {
        Path file = folder.resolve(FILE);
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            Contact contact = Json.LENIENT.readValue(Files.readString(file), Contact.class);
            HttpRequest request = HttpRequest.newBuilder(URI.create(contact.url() + PATH)).timeout(PATIENCE)
                    .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(Json.LENIENT
                            .writeValueAsString(new Request(contact.secret(), create, username, password))))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 204) {
                throw new StartException(sentence(answer.body()));
            }
        } catch (IOException e) {
            throw new StartException("The folder " + folder + " is in use by another Gatehouse that does not answer."
                    + " Stop it, then try again.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted before the node answered.", e);
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
