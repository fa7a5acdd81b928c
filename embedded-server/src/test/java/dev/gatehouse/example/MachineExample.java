package dev.gatehouse.example;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.client.MachineClient;
import dev.gatehouse.client.MachineIdentity;
import dev.gatehouse.client.NodeProblem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;

/**
 * A service that asks a node how many users there are. Its key comes from {@code openssl genpkey -algorithm ed25519 -out
 * key.pem}; an administrator has registered what {@code openssl pkey -in key.pem -pubout} prints.
 */
public final class MachineExample {

    private MachineExample() {}

    /** @param arguments the node's address, the machine's id, the file with its private key */
    public static void main(String[] arguments) throws IOException, InterruptedException, GeneralSecurityException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            MachineClient client = new MachineClient(URI.create(arguments[0]),
                    MachineIdentity.of(arguments[1], privateKey(Path.of(arguments[2]))), http, Clock.systemUTC());
            JsonNode users = client.get("/api/v1/users?limit=1", JsonNode.class);
            System.out.println("users: " + users.path("total").asLong());
        } catch (NodeProblem e) {
            System.out.println("refused: " + e.problem().code() + ": " + e.problem().detail());
        }
    }

    private static PrivateKey privateKey(Path pem) throws IOException, GeneralSecurityException {
        String base64 = Files.readString(pem).replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }
}
