package dev.gatehouse.ui.cache.sqlite;

import dev.gatehouse.ui.cache.Seal;
import dev.gatehouse.ui.client.CacheFolder;
import dev.gatehouse.ui.client.ConsoleCache;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One SQLite file for each server and operator, in {@code offline} of the console's folder. Folder and files are their
 * owner's alone, and all in them is sealed with the operator's password.
 */
public final class SqliteCacheFolder implements CacheFolder {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteCacheFolder.class);
    private static final int NAME_DIGITS = 32;

    private final Path folder;

    /** @param dataFolder where the console keeps its own settings */
    public SqliteCacheFolder(Path dataFolder) {
        this.folder = dataFolder.resolve("offline");
    }

    @Override
    public ConsoleCache begin(URI server, String username, String password) {
        Path file = file(server, username);
        try {
            prepare(file);
            ConsoleCache known = SqliteConsoleCache.open(file, password);
            if (known != null) {
                return known;
            }
            LOG.info("What was kept of {} was sealed with another password; it is begun anew.", server);
            SqliteConsoleCache.delete(file);
            prepare(file);
            ConsoleCache fresh = SqliteConsoleCache.open(file, password);
            return fresh == null ? ConsoleCache.NONE : fresh;
        } catch (IOException | SQLException unwritable) {
            LOG.warn("Nothing can be kept of {} for later", server, unwritable);
            return ConsoleCache.NONE;
        }
    }

    @Override
    public @Nullable ConsoleCache unlock(URI server, String username, String password) {
        Path file = file(server, username);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return SqliteConsoleCache.open(file, password);
        } catch (SQLException unreadable) {
            LOG.warn("What was kept of {} cannot be read", server, unreadable);
            return null;
        }
    }

    /** Makes the folder and an empty file that only their owner may read. */
    private void prepare(Path file) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        if (!Files.exists(folder)) {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            if (posix) {
                Files.createDirectory(folder,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(folder);
            }
        }
        if (!Files.exists(file)) {
            if (posix) {
                Files.createFile(file,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        }
    }

    /** The file of one operator on one server; its name tells of neither. */
    private Path file(URI server, String username) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((server + "\n" + username.strip().toLowerCase(java.util.Locale.ROOT))
                            .getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(digest).substring(0, NAME_DIGITS) + ".db");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
