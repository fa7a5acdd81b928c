package dev.gatehouse.ui.cache.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.api.CapsuleExchange;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.api.SessionsExchange;
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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** An incident capsule, answering as the node would that made it, as far as it goes: audit, sessions and routes. */
public final class SqliteCapsule implements ConsoleCache {

    private static final Set<String> FIELDS = Set.of("action", "actor", "outcome");
    private static final int USUAL_LIMIT = 100;

    private final Connection connection;
    private final CapsuleInfo info;

    private SqliteCapsule(Connection connection, CapsuleInfo info) {
        this.connection = connection;
        this.info = info;
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
            return new Kept(Json.LENIENT.writeValueAsString(answer(path, query)), info.to());
        } catch (SQLException | JsonProcessingException unreadable) {
            throw new IllegalStateException("The capsule cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private JsonNode answer(String path, Map<String, String> query) throws SQLException, JsonProcessingException {
        return switch (path) {
            case "live/SESSIONS" -> page("rows", found(CapsuleExchange.ONLINE, query), query);
            case "live/AUDIT" -> page("rows", found(CapsuleExchange.AUDIT, query), query);
            case "live/HEALTH" -> page("rows", found(CapsuleExchange.HEALTH, Map.of()), query);
            case String live when live.startsWith("live/") -> page("rows", List.of(), query);
            case "/api/v1/health" -> found(CapsuleExchange.HEALTH, Map.of()).getFirst();
            case RoutesExchange.PATH -> page("items", found(CapsuleExchange.ROUTES, query), query);
            case SessionsExchange.ENDED_PATH -> page("items", found(CapsuleExchange.ENDED, query), query);
            case SessionsExchange.PATH -> page("items", found(CapsuleExchange.ONLINE, query), query);
            case AuditExchange.PATH -> audit(found(CapsuleExchange.AUDIT, query), query);
            case AuditExchange.COVERAGE_PATH -> coverage();
            case String one when one.startsWith(AuditExchange.PATH + "/") -> record(one);
            default -> page("items", List.of(), query);
        };
    }

    /** Entries that meet the fields and hold all words of a query. */
    private List<JsonNode> found(String part, Map<String, String> asked) throws SQLException, JsonProcessingException {
        Map<String, String> query = fields(asked);
        List<JsonNode> found = new ArrayList<>();
        try (PreparedStatement select = connection
                .prepareStatement("SELECT body FROM entry WHERE part = ? ORDER BY seq")) {
            select.setString(1, part);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String body = row.getString(1);
                    JsonNode entry = Json.LENIENT.readTree(body);
                    if (holdsWords(body, query.getOrDefault("q", "")) && meets(entry.at("/event/data"), query)
                            && within(entry.at("/event/time").asText(), query)) {
                        found.add(entry);
                    }
                }
            }
        }
        return found;
    }

    /** The words of a query that name a field of the audit, as fields; the others stay words. */
    private static Map<String, String> fields(Map<String, String> asked) {
        Map<String, String> fields = new HashMap<>(asked);
        List<String> words = new ArrayList<>();
        for (String word : asked.getOrDefault("q", "").split("\\s+", -1)) {
            int colon = word.indexOf(':');
            String field = colon < 0 ? "" : word.substring(0, colon);
            if (FIELDS.contains(field)) {
                fields.put(field, word.substring(colon + 1));
            } else {
                words.add(word);
            }
        }
        fields.put("q", String.join(" ", words));
        return fields;
    }

    private static boolean holdsWords(String body, String words) {
        String text = body.toLowerCase(Locale.ROOT);
        for (String word : words.toLowerCase(Locale.ROOT).split("\\s+", -1)) {
            if (!text.contains(word.substring(word.indexOf(':') + 1))) {
                return false;
            }
        }
        return true;
    }

    private static boolean meets(JsonNode data, Map<String, String> query) {
        String actor = query.get("actor");
        boolean byActor = actor == null || data.at("/actor/id").asText().equals(actor)
                || data.at("/actor/name").asText().equalsIgnoreCase(actor);
        String action = query.get("action");
        boolean ofAction = action == null || (action.endsWith("*")
                ? data.path("action").asText().startsWith(action.substring(0, action.length() - 1))
                : data.path("action").asText().equals(action));
        return byActor && ofAction
                && (query.get("outcome") == null || data.path("outcome").asText().equals(query.get("outcome")));
    }

    private static boolean within(String time, Map<String, String> query) {
        if (time.isEmpty() || (!query.containsKey("from") && !query.containsKey("to"))) {
            return true;
        }
        Instant at = Instant.parse(time);
        String from = query.get("from");
        String to = query.get("to");
        return (from == null || !at.isBefore(Instant.parse(from))) && (to == null || at.isBefore(Instant.parse(to)));
    }

    private static ObjectNode page(String name, List<JsonNode> found, Map<String, String> query) {
        ObjectNode page = Json.LENIENT.createObjectNode().put("total", found.size()).put("age", 0);
        ArrayNode rows = page.putArray(name);
        int from = number(query, "offset", 0);
        found.stream().skip(from).limit(number(query, "limit", USUAL_LIMIT)).forEach(rows::add);
        return page;
    }

    private static ObjectNode audit(List<JsonNode> found, Map<String, String> query) {
        int from = number(query, "cursor", 0);
        int limit = number(query, "limit", USUAL_LIMIT);
        Map<String, String> here = new HashMap<>(query);
        here.put("offset", Integer.toString(from));
        ObjectNode page = page("items", found, here);
        page.set("coverage", coverage());
        if (from + limit < found.size()) {
            page.put("cursor", Integer.toString(from + limit));
        }
        return page;
    }

    private static ObjectNode coverage() {
        ObjectNode coverage = Json.LENIENT.createObjectNode();
        coverage.putArray("partitions");
        return coverage.put("complete", true);
    }

    private JsonNode record(String path) throws SQLException, JsonProcessingException {
        String[] place = path.substring(AuditExchange.PATH.length() + 1).split("/", -1);
        for (JsonNode entry : found(CapsuleExchange.AUDIT, Map.of())) {
            JsonNode position = entry.path("position");
            if (place.length == 3 && position.path("topic").asText().equals(place[0])
                    && position.path("partition").asText().equals(place[1])
                    && position.path("offset").asText().equals(place[2])) {
                return entry;
            }
        }
        return Json.LENIENT.nullNode();
    }

    private static int number(Map<String, String> query, String name, int otherwise) {
        String value = query.get(name);
        return value == null ? otherwise : Integer.parseInt(value);
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
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException unclosable) {
            throw new IllegalStateException("The capsule did not close in order.", unclosable);
        }
    }
}
