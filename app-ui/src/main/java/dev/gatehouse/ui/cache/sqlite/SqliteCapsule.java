package dev.gatehouse.ui.cache.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.CapsuleExchange;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.ui.client.CapsuleInfo;
import dev.gatehouse.ui.client.ConsoleCache;
import dev.gatehouse.ui.client.FileTrouble;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** An incident capsule, answering as the node would that made it, as far as it goes. */
public final class SqliteCapsule implements ConsoleCache {

    private final Connection connection;
    private final CapsuleInfo info;
    private final CapsuleAnswers answers;

    private SqliteCapsule(Connection connection, CapsuleInfo info) {
        this.connection = connection;
        this.info = info;
        this.answers = new CapsuleAnswers(info, this::entries);
    }

    /**
     * Opens a capsule, which nothing writes to, and compares the hash of each part.
     *
     * @throws FileTrouble where it is none
     */
    public static SqliteCapsule open(Path file) {
        if (!Files.isReadable(file)) {
            throw new FileTrouble(file, new IOException("It is not there, or cannot be read."));
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        try {
            Connection connection = config.createConnection("jdbc:sqlite:" + file);
            try {
                return new SqliteCapsule(connection, info(connection));
            } catch (SQLException | IOException none) {
                connection.close();
                throw new FileTrouble(file, none instanceof IOException known ? known : new IOException(none));
            }
        } catch (SQLException unreadable) {
            throw new FileTrouble(file, new IOException(unreadable));
        }
    }

    private static CapsuleInfo info(Connection connection) throws SQLException, IOException {
        Map<String, String> meta = new HashMap<>();
        List<String> broken = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("PRAGMA application_id")) {
                if (!row.next() || row.getInt(1) != CapsuleExchange.APPLICATION_ID) {
                    throw new IOException("It is no incident capsule.");
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT name, value FROM meta")) {
                while (row.next()) {
                    meta.put(row.getString(1), row.getString(2));
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT name, sha256 FROM part")) {
                while (row.next()) {
                    if (!hash(connection, row.getString(1)).equals(row.getString(2))) {
                        broken.add(row.getString(1));
                    }
                }
            }
        }
        try {
            return new CapsuleInfo(meta.getOrDefault("node", "?"), meta.getOrDefault("madeBy", "?"),
                    Instant.parse(meta.getOrDefault("from", "")), Instant.parse(meta.getOrDefault("to", "")), broken);
        } catch (DateTimeParseException timeless) {
            throw new IOException("It does not say what time it is about.", timeless);
        }
    }

    private static String hash(Connection connection, String part) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("SELECT body FROM entry WHERE part = ? ORDER BY seq")) {
            select.setString(1, part);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    digest.update(row.getString(1).getBytes(StandardCharsets.UTF_8));
                    digest.update((byte) '\n');
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /** What it is about. */
    public CapsuleInfo info() {
        return info;
    }

    @Override
    public synchronized @Nullable Kept find(String key) {
        int question = key.indexOf('?');
        String path = question < 0 ? key : key.substring(0, question);
        Map<String, String> query = question < 0 ? Map.of() : query(key.substring(question + 1));
        try {
            JsonNode answer = answers.to(path, query);
            return answer == null ? null : new Kept(Json.LENIENT.writeValueAsString(answer), info.to());
        } catch (SQLException | JsonProcessingException unreadable) {
            throw new IllegalStateException("The capsule cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private List<JsonNode> entries(String part) throws SQLException, JsonProcessingException {
        List<JsonNode> entries = new ArrayList<>();
        try (PreparedStatement select = connection
                .prepareStatement("SELECT body FROM entry WHERE part = ? ORDER BY seq")) {
            select.setString(1, part);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entries.add(Json.LENIENT.readTree(row.getString(1)));
                }
            }
        }
        return entries;
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    @Override
    public void keep(String key, String value, Instant at) {}

    @Override
    public List<Intent> intents() {
        return List.of();
    }

    @Override
    public void put(Intent intent) {
        throw new UnsupportedOperationException("a capsule is not written to");
    }

    @Override
    public void remove(String intentId) {}

    @Override
    public void wipe() {}

    @Override
    public void wipeAnswers() {}

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException unclosable) {
            throw new IllegalStateException("The capsule did not close in order.", unclosable);
        }
    }
}
