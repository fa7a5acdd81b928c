package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Nothing but the arithmetic that a login or a refresh cannot do without, as fast as one thread can. */
public final class HashMain {

    /** OWASP's parameters for Argon2id, as the server has them. */
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int HASH_BYTES = 32;
    /** As many bytes as an access token has before its signature. */
    private static final byte[] CLAIMS = "c".repeat(420).getBytes(StandardCharsets.US_ASCII);

    private HashMain() {}

    /**
     * Says {@code ready}. Each line of the input is {@code hash <seconds>} or {@code sign <seconds>}, answered by
     * {@code done <operations> <nanoseconds>}.
     */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        PrivateKey key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        Parent.say("ready");
        Parent.serve(order -> {
            String[] words = order.split(" ", -1);
            return repeated(Integer.parseInt(words[1]), words[0].equals("hash") ? HashMain::hash : () -> sign(key));
        });
    }

    private static String repeated(int seconds, Runnable action) {
        long startedNanos = System.nanoTime();
        long operations = 0;
        while (System.nanoTime() - startedNanos < seconds * 1_000_000_000L) {
            action.run();
            operations++;
        }
        return "done " + operations + " " + (System.nanoTime() - startedNanos);
    }

    private static void hash() {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13).withMemoryAsKB(MEMORY_KIB).withIterations(PASSES)
                .withParallelism(1).withSalt(new byte[16]).build());
        generator.generateBytes(NodeMain.PASSWORD.getBytes(StandardCharsets.UTF_8), new byte[HASH_BYTES]);
    }

    private static void sign(PrivateKey key) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(CLAIMS);
            signature.sign();
        } catch (GeneralSecurityException e) {
            throw new BenchFailure("This JDK cannot sign with Ed25519: " + e.getMessage());
        }
    }
}
