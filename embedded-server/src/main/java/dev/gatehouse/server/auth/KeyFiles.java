package dev.gatehouse.server.auth;

import dev.gatehouse.server.call.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * This node's signing keys on disk, readable by the node's user only: the first one in {@code signing-key}, later ones in
 * {@code signing-keys/<id>}. A file has two lines, PKCS#8 and X.509 in Base64. It is either there as a whole or not at
 * all.
 */
final class KeyFiles {

    private static final String ALGORITHM = "Ed25519";
    private static final String FIRST = "signing-key";
    private static final String FOLDER = "signing-keys";
    private static final String PART = ".part";

    private final Path first;
    private final Path folder;

    /** A pair of keys, its id being a hash of the public half. */
    record Own(String id, KeyPair pair) {

        PrivateKey privateKey() {
            return pair.getPrivate();
        }

        String publicText() {
            return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        }

        @Override
        public String toString() {
            return "Own[" + id + "]";
        }
    }

    KeyFiles(Path data) {
        this.first = data.resolve(FIRST);
        this.folder = data.resolve(FOLDER);
    }

    /**
     * Reads all keys.
     *
     * @throws StorageException where one cannot be read or is damaged
     */
    List<Own> load() {
        List<Own> keys = new ArrayList<>();
        if (Files.exists(first)) {
            keys.add(read(first));
        }
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    if (file.toString().endsWith(PART)) {
                        Files.delete(file);
                    } else {
                        keys.add(read(file));
                    }
                }
            } catch (IOException e) {
                throw unusable(folder, e);
            }
        }
        return keys;
    }

    /**
     * Makes a key and keeps it.
     *
     * @throws StorageException where it cannot be written
     */
    Own create() {
        try {
            Own key = own(KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair());
            Path file = Files.exists(first) || Files.isDirectory(folder) ? folder.resolve(key.id()) : first;
            write(file, key);
            return key;
        } catch (IOException e) {
            throw unusable(folder, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has Ed25519", e);
        }
    }

    /**
     * Destroys a key.
     *
     * @throws StorageException where its file cannot be deleted
     */
    void delete(Own key) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(key.id());
            if (!Files.deleteIfExists(file) && Files.exists(first) && read(first).id().equals(key.id())) {
                Files.delete(first);
            }
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private static void write(Path file, Own key) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            Files.createDirectory(parent, only("rwx------", posix));
        }
        Path part = file.resolveSibling(file.getFileName() + PART);
        Files.deleteIfExists(part);
        Files.createFile(part, only("rw-------", posix));
        Files.write(part, List.of(Base64.getEncoder().encodeToString(key.privateKey().getEncoded()),
                key.publicText()));
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] only(String permissions, boolean posix) {
        return posix
                ? new FileAttribute<?>[]{
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))}
                : new FileAttribute<?>[0];
    }

    private static Own read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() < 2) {
                throw new GeneralSecurityException("Two lines expected");
            }
            PrivateKey privateKey = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.getFirst())));
            return own(new KeyPair(publicKey(lines.get(1)), privateKey));
        } catch (IOException e) {
            throw unusable(file, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new StorageException("The signing key " + file
                    + " is damaged. Move it away; the node makes a new one, and everybody signs in again.", e);
        }
    }

    private static Own own(KeyPair pair) {
        String text = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        return new Own(Tokens.hash(text).substring(0, 16), pair);
    }

    /** The public key that a text is; X.509 in Base64. */
    static PublicKey publicKey(String text) throws GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM)
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
    }

    private static StorageException unusable(Path file, IOException e) {
        return new StorageException("The signing key " + file + " cannot be read or written: " + e.getMessage(), e);
    }
}
