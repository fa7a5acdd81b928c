package dev.gatehouse.server.auth;

import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.log.Change;
import dev.gatehouse.server.log.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** This node's signing key, kept in the data folder and nowhere else, and the public keys of all nodes. */
public final class SigningKeys {

    private static final String ALGORITHM = "Ed25519";
    private static final String FILE = "signing-key";

    private final Accounts accounts;
    private final KeyPair own;
    private final String ownId;
    private final Map<String, PublicKey> known = new ConcurrentHashMap<>();

    private SigningKeys(Accounts accounts, KeyPair own) {
        this.accounts = accounts;
        this.own = own;
        this.ownId = Tokens.hash(publicKeyText(own)).substring(0, 16);
        known.put(ownId, own.getPublic());
    }

    /**
     * Loads this node's key, or makes one on the first start.
     *
     * @throws StorageException where the key can neither be read nor written
     */
    public static SigningKeys open(Path folder, Accounts accounts) {
        Path file = folder.resolve(FILE);
        try {
            return new SigningKeys(accounts, Files.exists(file) ? read(file) : create(file));
        } catch (IOException e) {
            throw new StorageException("The signing key " + file + " cannot be read or written: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new StorageException("The signing key " + file
                    + " is damaged. Move it away; the node makes a new one, and everybody signs in again.", e);
        }
    }

    private static KeyPair create(Path file) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        Path part = file.resolveSibling(FILE + ".part");
        Files.deleteIfExists(part);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(part, PosixFilePermissions
                    .asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Base64.Encoder base64 = Base64.getEncoder();
        Files.write(part, List.of(base64.encodeToString(pair.getPrivate().getEncoded()), publicKeyText(pair)));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return pair;
    }

    private static KeyPair read(Path file) throws IOException, GeneralSecurityException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2) {
            throw new GeneralSecurityException("Two lines expected");
        }
        try {
            PrivateKey privateKey = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.getFirst())));
            return new KeyPair(publicKey(lines.get(1)), privateKey);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("Not Base64", e);
        }
    }

    private static PublicKey publicKey(String text) throws GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM)
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
    }

    private static String publicKeyText(KeyPair pair) {
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }

    /** The id of this node's key. */
    String ownId() {
        return ownId;
    }

    PrivateKey ownPrivate() {
        return own.getPrivate();
    }

    /** The public half of this node's key, for the log. */
    public Change.PublishKey publication() {
        return new Change.PublishKey(ownId, publicKeyText(own));
    }

    /** The public key with this id, whichever node's it is. */
    @Nullable
    PublicKey find(String id) {
        PublicKey key = known.get(id);
        if (key != null) {
            return key;
        }
        SigningKey published = accounts.key(id);
        if (published == null) {
            return null;
        }
        try {
            PublicKey found = publicKey(published.publicKey());
            known.put(id, found);
            return found;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The log holds a signing key that is none: " + id, e);
        }
    }

    /** This node's public key, whether the log has it yet or not, and all others. */
    Map<String, PublicKey> all() {
        accounts.keys().forEach(key -> find(key.id()));
        return Map.copyOf(known);
    }
}
