package dev.gatehouse.ui.cache.sqlite;

import dev.gatehouse.model.intent.Intent;
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
import java.util.List;
import java.util.stream.Stream;
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
    /** How the name of a file ends that an earlier password has sealed. */
    private static final String ASIDE = ".sealed";

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
            putAside(file, server);
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

    /** What was shown goes, as nobody can look at it any more; changes stay, until somebody knows the password. */
    private void putAside(Path file, URI server) throws IOException, SQLException {
        int changes = SqliteConsoleCache.countChanges(file);
        if (changes == 0) {
            LOG.info("What was kept of {} was sealed with another password; it is begun anew.", server);
            SqliteConsoleCache.delete(file);
            return;
        }
        int number = 1;
        while (Files.exists(aside(file, number))) {
            number++;
        }
        Path aside = aside(file, number);
        SqliteConsoleCache.move(file, aside);
        LOG.warn("{} changes for {} were sealed with another password. They lie in {}; the console asks for that "
                + "password under the changes that wait.", changes, server, aside);
    }

    private static Path aside(Path file, int number) {
        return file.resolveSibling(file.getFileName() + "." + number + ASIDE);
    }

    private List<Path> aside(URI server, String username) {
        Path file = file(server, username);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(each -> each.getFileName().toString().startsWith(file.getFileName() + ".")
                    && each.getFileName().toString().endsWith(ASIDE)).sorted().toList();
        } catch (IOException unreadable) {
            LOG.warn("It is not known whether changes for {} are sealed with another password", server, unreadable);
            return List.of();
        }
    }

    @Override
    public int sealed(URI server, String username) {
        int changes = 0;
        for (Path file : aside(server, username)) {
            try {
                changes += SqliteConsoleCache.countChanges(file);
            } catch (SQLException unreadable) {
                LOG.warn("Changes that lie in {} cannot be counted", file, unreadable);
            }
        }
        return changes;
    }

    @Override
    public int unseal(URI server, String username, String earlier, ConsoleCache target) {
        int changes = 0;
        for (Path file : aside(server, username)) {
            try (SqliteConsoleCache opened = SqliteConsoleCache.open(file, earlier)) {
                if (opened != null) {
                    List<Intent> found = opened.intents();
                    found.forEach(target::put);
                    int drafts = opened.drafts().size();
                    if (target instanceof SqliteConsoleCache mine) {
                        mine.takeDrafts(opened);
                    }
                    changes += found.size() + drafts;
                    if (found.size() + drafts == SqliteConsoleCache.countChanges(file)) {
                        opened.wipe();
                    }
                }
            } catch (SQLException unreadable) {
                LOG.warn("Changes that lie in {} cannot be read", file, unreadable);
            }
        }
        return changes;
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
