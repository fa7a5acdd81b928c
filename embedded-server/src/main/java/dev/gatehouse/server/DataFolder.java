package dev.gatehouse.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The folder of a node's own files, held by one process at a time. */
final class DataFolder implements AutoCloseable {

    private static final String LOCK_FILE = "lock";
    private static final String NODE_FILE = "node-id";

    private final Path path;
    private final FileChannel lockFile;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** Another process holds the folder. */
    static final class InUseException extends Exception {

        private static final long serialVersionUID = 1L;

        InUseException(Path path) {
            super("The data folder " + path
                    + " is in use by another Gatehouse. Close that one, or choose another folder with --data.");
        }
    }

    /**
     * Takes a folder, creating it where it is missing.
     *
     * @throws InUseException where another process has it
     * @throws StartException where it cannot be written
     */
    static DataFolder take(Path path) throws InUseException, StartException {
        FileChannel lockFile = null;
        try {
            Files.createDirectories(path);
            lockFile = FileChannel.open(path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(lockFile) == null) {
                lockFile.close();
                throw new InUseException(path);
            }
            return new DataFolder(path, lockFile);
        } catch (IOException e) {
            throw new StartException("The data folder " + path + " cannot be written (" + e.getClass().getSimpleName()
                    + "). Give this user the right to write there, or choose another folder with --data.", e);
        }
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path path() {
        return path;
    }

    /**
     * The node's name: the configured one, or one of its own that stays the same.
     *
     * @throws StartException where it can neither be read nor written
     */
    String nodeId(@Nullable String configured) throws StartException {
        if (configured != null) {
            return configured;
        }
        Path file = path.resolve(NODE_FILE);
        try {
            if (Files.exists(file)) {
                String kept = Files.readString(file).strip();
                if (!kept.isEmpty()) {
                    return kept;
                }
            }
            byte[] random = new byte[3];
            new SecureRandom().nextBytes(random);
            String made = host() + "-" + HexFormat.of().formatHex(random);
            Files.writeString(file, made + "\n");
            return made;
        } catch (IOException e) {
            throw new StartException("The node's name in " + file + " can neither be read nor written.", e);
        }
    }

    private static String host() {
        try {
            String name = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9-]", "-");
            return name.isBlank() || name.startsWith("-") ? "node" : name.substring(0, Math.min(40, name.length()));
        } catch (UnknownHostException e) {
            return "node";
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
