package dev.gatehouse.ui.cache.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.api.CapsuleExchange;
import dev.gatehouse.model.api.DeadLettersExchange;
import dev.gatehouse.model.api.HealthExchange;
import dev.gatehouse.model.api.IntentsExchange;
import dev.gatehouse.model.api.JobsExchange;
import dev.gatehouse.model.api.KeysExchange;
import dev.gatehouse.model.api.LocksExchange;
import dev.gatehouse.model.api.MessagesExchange;
import dev.gatehouse.model.api.RehearsalExchange;
import dev.gatehouse.model.api.RoomsExchange;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.api.SessionsExchange;
import dev.gatehouse.model.api.TracesExchange;
import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.ui.client.CapsuleInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node would answer to each question, out of the parts of a capsule. A list that a capsule does not hold is empty;
 * anything else that it does not hold has no answer.
 */
final class CapsuleAnswers {

    private static final int USUAL_LIMIT = 100;

    private final CapsuleInfo info;
    private final Parts parts;

    /** The entries of a capsule's parts, in their order. */
    interface Parts {

        List<JsonNode> of(String part) throws SQLException, JsonProcessingException;
    }

    /** Some entries of a list. */
    private record Listing(long total, List<JsonNode> items, long age) {}

    /** Some rows of a live window, as the console keeps them. */
    private record Window(long total, List<JsonNode> rows) {}

    CapsuleAnswers(CapsuleInfo info, Parts parts) {
        this.info = info;
        this.parts = parts;
    }

    /**
     * The answer to a question; {@code null} where there is none.
     *
     * @throws dev.gatehouse.ui.client.ServerProblem where a node would refuse the question
     */
    @Nullable
    JsonNode to(String path, Map<String, String> query) throws SQLException, JsonProcessingException {
        Object answer = switch (path) {
            case "live/SESSIONS" -> window(found(CapsuleExchange.ONLINE, query), query);
            case "live/AUDIT" -> window(audit(query), query);
            case "live/HEALTH" -> window(parts.of(CapsuleExchange.HEALTH), query);
            case HealthExchange.PATH -> parts.of(CapsuleExchange.HEALTH).stream().findFirst().orElse(null);
            case RoutesExchange.PATH -> page(found(CapsuleExchange.ROUTES, query), query);
            case SessionsExchange.PATH -> page(found(CapsuleExchange.ONLINE, query), query);
            case SessionsExchange.ENDED_PATH -> page(found(CapsuleExchange.ENDED, query), query);
            case SessionsExchange.AT_PATH -> past(query);
            case AuditExchange.PATH -> search(query);
            case AuditExchange.COVERAGE_PATH -> book(Map.of()).coverage();
            case AuditExchange.COMPLETE_PATH -> new AuditExchange.Completions(List.of());
            case AuditExchange.COUNTS_PATH -> book(query).counts(query);
            case AuditExchange.GROUPS_PATH -> book(query).groups(query);
            case AuditExchange.TOPICS_PATH -> book(Map.of()).topics();
            case TracesExchange.PATH -> new TracesExchange.Traces(List.of(), List.of());
            case DeadLettersExchange.PATH -> new DeadLettersExchange.Letters(List.of(), List.of());
            case RehearsalExchange.PATH -> new RehearsalExchange.Preview(List.of(), List.of());
            case UsersExchange.PATH, SessionsExchange.GHOSTS_PATH, HealthExchange.NODES_PATH, LocksExchange.PATH,
                    JobsExchange.PATH, KeysExchange.PATH, IntentsExchange.PATH, MessagesExchange.PATH,
                    RoomsExchange.PATH ->
                page(List.of(), query);
            default -> one(path, query);
        };
        return answer == null ? null : Json.LENIENT.valueToTree(answer);
    }

    private @Nullable Object one(String path, Map<String, String> query) throws SQLException, JsonProcessingException {
        if (path.startsWith("live/")) {
            return window(List.of(), query);
        }
        if (path.startsWith(RoomsExchange.PATH + "/")) {
            return page(List.of(), query);
        }
        String id = path.substring(path.lastIndexOf('/') + 1);
        if (path.equals(TracesExchange.path(id))) {
            return book(Map.of()).trace(id);
        }
        if (path.equals(SessionsExchange.path(id))) {
            return parts.of(CapsuleExchange.ONLINE).stream().filter(each -> each.path("sid").asText().equals(id))
                    .findFirst().orElse(null);
        }
        return book(Map.of()).entries().stream().filter(each -> AuditExchange.path(each.position()).equals(path))
                .findFirst().orElse(null);
    }

    private static Window window(List<JsonNode> found, Map<String, String> query) {
        return new Window(found.size(), part(found, number(query, "offset", 0), number(query, "limit", USUAL_LIMIT)));
    }

    private static Listing page(List<JsonNode> found, Map<String, String> query) {
        return new Listing(found.size(), part(found, number(query, "offset", 0), number(query, "limit", USUAL_LIMIT)),
                0);
    }

    /** The sessions at the end of the capsule's window; of a moment before it nothing is known for sure. */
    private Map<String, Object> past(Map<String, String> query) throws SQLException, JsonProcessingException {
        Listing online = page(found(CapsuleExchange.ONLINE, query), query);
        return Map.of("time", info.to(), "total", online.total(), "items", online.items(), "since", info.to());
    }

    private Map<String, Object> search(Map<String, String> query) throws SQLException, JsonProcessingException {
        List<JsonNode> found = audit(query);
        if ("oldest".equals(query.get("order"))) {
            found = found.reversed();
        }
        int from = number(query, "cursor", 0);
        int limit = number(query, "limit", USUAL_LIMIT);
        Map<String, Object> page = Map.of("total", found.size(), "items", part(found, from, limit), "coverage",
                book(Map.of()).coverage());
        if (from + limit >= found.size()) {
            return page;
        }
        Map<String, Object> further = new HashMap<>(page);
        further.put("cursor", Integer.toString(from + limit));
        return further;
    }

    private static List<JsonNode> part(List<JsonNode> found, int from, int limit) {
        return found.stream().skip(from).limit(limit).toList();
    }

    private CapsuleBook book(Map<String, String> query) throws SQLException, JsonProcessingException {
        List<AuditEntry> entries = new ArrayList<>();
        for (JsonNode entry : audit(query)) {
            entries.add(Json.LENIENT.treeToValue(entry, AuditEntry.class));
        }
        return new CapsuleBook(info, entries);
    }

    private List<JsonNode> audit(Map<String, String> query) throws SQLException, JsonProcessingException {
        CapsuleWords.Condition wanted = CapsuleWords.read(query.getOrDefault("q", ""));
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode entry : parts.of(CapsuleExchange.AUDIT)) {
            if (wanted.meets(entry, Json.LENIENT.treeToValue(entry, AuditEntry.class))) {
                found.add(entry);
            }
        }
        return found;
    }

    private List<JsonNode> found(String part, Map<String, String> query) throws SQLException, JsonProcessingException {
        CapsuleWords.Condition wanted = CapsuleWords.read(query.getOrDefault("q", ""));
        return parts.of(part).stream().filter(entry -> wanted.meets(entry, null)).toList();
    }

    static int number(Map<String, String> query, String name, int otherwise) {
        String value = query.get(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }
}
