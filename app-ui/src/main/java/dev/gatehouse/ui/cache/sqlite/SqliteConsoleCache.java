package dev.gatehouse.ui.cache.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.ui.cache.Seal;
import dev.gatehouse.ui.client.ConsoleCache;
import dev.gatehouse.ui.client.FileTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/** What one operator's console keeps of one server, in one file. */
final class SqliteConsoleCache implements ConsoleCache {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteConsoleCache.class);
    /** How many answers are kept; the oldest go first. */
    private static final int MOST_ENTRIES = 2_000;
    private static final int LARGEST_CHARS = 8 << 20;
    private static final byte[] PROOF = "gatehouse".getBytes(StandardCharsets.UTF_8);
    private static final String DRAFTS = """
                                         CREATE TABLE IF NOT EXISTS draft (
                                             seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
                                             value BLOB NOT NULL
                                         ) STRICT""";
    private static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS lock (salt BLOB NOT NULL, proof BLOB NOT NULL) STRICT",
            """
            CREATE TABLE IF NOT EXISTS entry (
                name BLOB PRIMARY KEY, at_millis INTEGER NOT NULL, value BLOB NOT NULL
            ) STRICT, WITHOUT ROWID""",
            "CREATE INDEX IF NOT EXISTS entry_age ON entry (at_millis)",
            """
            CREATE TABLE IF NOT EXISTS intent (
                seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, value BLOB NOT NULL
            ) STRICT""",
            DRAFTS);

    /** What the names of a database's files end with. */
    private static final List<String> ENDINGS = List.of("", "-wal", "-shm");

    private final Path file;
    private final Connection connection;
    private final Seal seal;
    private boolean closed;

    private SqliteConsoleCache(Path file, Connection connection, Seal seal) {
        this.file = file;
        this.connection = connection;
        this.seal = seal;
    }

    /** Opens a file; absent where it was sealed with another password. An empty file is begun with this one. */
    static @Nullable SqliteConsoleCache open(Path file, String password) throws SQLException {
        Connection connection = config().createConnection("jdbc:sqlite:" + file);
        Seal seal = null;
        try {
            seal = seal(connection, password);
        } finally {
            if (seal == null) {
                connection.close();
            }
        }
        return seal == null ? null : new SqliteConsoleCache(file, connection, seal);
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(3_000);
        return config;
    }

    private static @Nullable Seal seal(Connection connection, String password) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.executeUpdate(table);
            }
            try (ResultSet row = statement.executeQuery("SELECT salt, proof FROM lock")) {
                if (row.next()) {
                    Seal seal = Seal.of(password, row.getBytes(1));
                    return seal.open(row.getBytes(2)) == null ? null : seal;
                }
            }
        }
        byte[] salt = Seal.salt();
        Seal seal = Seal.of(password, salt);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO lock (salt, proof) VALUES (?, ?)")) {
            insert.setBytes(1, salt);
            insert.setBytes(2, seal.seal(PROOF));
            insert.executeUpdate();
        }
        return seal;
    }

    @Override
    public synchronized void keep(String key, String value, Instant at) {
        if (closed || value.length() > LARGEST_CHARS) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(
                """
                INSERT INTO entry (name, at_millis, value) VALUES (?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET at_millis = excluded.at_millis, value = excluded.value""");
                PreparedStatement prune = connection
                        .prepareStatement("""
                                          DELETE FROM entry WHERE name IN (
                                              SELECT name FROM entry ORDER BY at_millis DESC LIMIT -1 OFFSET ?)""")) {
            insert.setBytes(1, seal.name(key));
            insert.setLong(2, at.toEpochMilli());
            insert.setBytes(3, seal.seal(value.getBytes(StandardCharsets.UTF_8)));
            insert.executeUpdate();
            prune.setInt(1, MOST_ENTRIES);
            prune.executeUpdate();
        } catch (SQLException unwritable) {
            LOG.warn("What was shown cannot be kept in {}", file, unwritable);
        }
    }

    @Override
    public synchronized @Nullable Kept find(String key) {
        if (closed) {
            return null;
        }
        try (PreparedStatement select = connection
                .prepareStatement("SELECT value, at_millis FROM entry WHERE name = ?")) {
            select.setBytes(1, seal.name(key));
            try (ResultSet row = select.executeQuery()) {
                byte[] value = row.next() ? seal.open(row.getBytes(1)) : null;
                return value == null
                        ? null
                        : new Kept(new String(value, StandardCharsets.UTF_8), Instant.ofEpochMilli(row.getLong(2)));
            }
        } catch (SQLException unreadable) {
            LOG.warn("What was kept in {} cannot be read", file, unreadable);
            return null;
        }
    }

    @Override
    public synchronized List<Intent> intents() {
        List<Intent> intents = new ArrayList<>();
        if (closed) {
            return intents;
        }
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT value FROM intent ORDER BY seq")) {
            while (row.next()) {
                byte[] value = seal.open(row.getBytes(1));
                if (value != null) {
                    intents.add(Json.LENIENT.readValue(value, Intent.class));
                }
            }
        } catch (SQLException | IOException unreadable) {
            LOG.warn("Changes that wait in {} cannot be read", file, unreadable);
        }
        return intents;
    }

    @Override
    public synchronized void put(Intent intent) {
        try (PreparedStatement insert = connection
                .prepareStatement("""
                                  INSERT INTO intent (id, value) VALUES (?, ?)
                                  ON CONFLICT (id) DO UPDATE SET value = excluded.value""")) {
            insert.setString(1, intent.id());
            insert.setBytes(2, seal.seal(Json.LENIENT.writeValueAsBytes(intent)));
            insert.executeUpdate();
        } catch (SQLException unwritable) {
            throw new FileTrouble(file, unwritable);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("an intent that cannot be written", impossible);
        }
    }

    @Override
    public synchronized void remove(String intentId) {
        if (closed) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM intent WHERE id = ?")) {
            delete.setString(1, intentId);
            delete.executeUpdate();
        } catch (SQLException unwritable) {
            LOG.warn("A change that a node has stays in {}; a node takes it once only", file, unwritable);
        }
    }

    @Override
    public synchronized List<String> drafts() {
        List<String> drafts = new ArrayList<>();
        if (closed) {
            return drafts;
        }
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT value FROM draft ORDER BY seq")) {
            while (row.next()) {
                byte[] value = seal.open(row.getBytes(1));
                if (value != null) {
                    drafts.add(new String(value, StandardCharsets.UTF_8));
                }
            }
        } catch (SQLException unreadable) {
            LOG.warn("Drafts that lie in {} cannot be read", file, unreadable);
        }
        return drafts;
    }

    @Override
    public synchronized void putDraft(String id, String value) {
        try (PreparedStatement insert = connection
                .prepareStatement("""
                                  INSERT INTO draft (id, value) VALUES (?, ?)
                                  ON CONFLICT (id) DO UPDATE SET value = excluded.value""")) {
            insert.setString(1, id);
            insert.setBytes(2, seal.seal(value.getBytes(StandardCharsets.UTF_8)));
            insert.executeUpdate();
        } catch (SQLException unwritable) {
            throw new FileTrouble(file, unwritable);
        }
    }

    @Override
    public synchronized void removeDraft(String id) {
        if (closed) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM draft WHERE id = ?")) {
            delete.setString(1, id);
            delete.executeUpdate();
        } catch (SQLException unwritable) {
            throw new FileTrouble(file, unwritable);
        }
    }

    /** Takes the drafts of {@code other} over, each under the id that it has. */
    synchronized void takeDrafts(SqliteConsoleCache other) throws SQLException {
        try (Statement select = other.connection.createStatement();
                ResultSet row = select.executeQuery("SELECT id, value FROM draft ORDER BY seq")) {
            while (row.next()) {
                byte[] value = other.seal.open(row.getBytes(2));
                if (value != null) {
                    putDraft(row.getString(1), new String(value, StandardCharsets.UTF_8));
                }
            }
        }
    }

    @Override
    public synchronized void wipe() {
        close();
        try {
            delete(file);
        } catch (IOException undeletable) {
            LOG.warn("What was kept in {} cannot be deleted", file, undeletable);
        }
    }

    /** The file goes too, where no change and no draft lies in it. */
    @Override
    public synchronized void wipeAnswers() {
        if (closed) {
            return;
        }
        boolean whole = false;
        try (Statement statement = connection.createStatement()) {
            whole = changes(statement) == 0;
            if (!whole) {
                statement.executeUpdate("DELETE FROM entry");
                statement.executeUpdate("VACUUM");
            }
        } catch (SQLException undeletable) {
            LOG.warn("What was shown and lies in {} cannot be deleted", file, undeletable);
        }
        if (whole) {
            wipe();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            connection.close();
        } catch (SQLException unclosable) {
            LOG.warn("{} did not close in order", file, unclosable);
        }
    }

    /** How many changes and drafts lie in a file, whoever sealed them. */
    static int countChanges(Path file) throws SQLException {
        try (Connection connection = config().createConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            return changes(statement);
        }
    }

    private static int changes(Statement statement) throws SQLException {
        statement.executeUpdate(DRAFTS);
        try (ResultSet row = statement
                .executeQuery("SELECT (SELECT count(*) FROM intent) + (SELECT count(*) FROM draft)")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    static void delete(Path file) throws IOException {
        for (String ending : ENDINGS) {
            Files.deleteIfExists(with(file, ending));
        }
    }

    static void move(Path file, Path target) throws IOException {
        for (String ending : ENDINGS) {
            if (Files.exists(with(file, ending))) {
                Files.move(with(file, ending), with(target, ending));
            }
        }
    }

    private static Path with(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }
}
