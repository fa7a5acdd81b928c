package dev.gatehouse.ui.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.RouteVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A route field by field: what differs between two versions, and who set what stands there now. One field within another
 * is named {@code outer.inner}, a limit's {@code policies.limits[0].permits}.
 */
final class RouteChanges {

    private RouteChanges() {}

    /** One field that differs; a side is empty where the field is absent. */
    record Change(String field, String before, String after) {}

    /** Who gave a field the value that it has. */
    record Blame(String field, String value, long version, String by, Instant at) {}

    /** What differs, in the order of a route's fields. */
    static List<Change> between(@Nullable RouteSpec before, @Nullable RouteSpec after) {
        return between(fields(before), fields(after));
    }

    private static List<Change> between(Map<String, String> then, Map<String, String> now) {
        Set<String> names = new LinkedHashSet<>(now.keySet());
        names.addAll(then.keySet());
        List<Change> changes = new ArrayList<>();
        for (String name : names) {
            Change change = new Change(name, then.getOrDefault(name, ""), now.getOrDefault(name, ""));
            if (!change.before.equals(change.after)) {
                changes.add(change);
            }
        }
        return changes;
    }

    /**
     * Who set each field that the newest version has.
     *
     * @param newestFirst as the server tells the history
     */
    static List<Blame> blame(List<RouteVersion> newestFirst) {
        Map<String, String> before = Map.of();
        Map<String, Blame> set = new LinkedHashMap<>();
        for (RouteVersion version : newestFirst.reversed()) {
            Map<String, String> now = fields(spec(version));
            for (Change change : between(before, now)) {
                set.put(change.field, new Blame(change.field, change.after, version.version(), version.by(),
                        version.at()));
            }
            before = now;
        }
        Map<String, String> newest = before;
        return newest.keySet().stream().map(set::get).filter(java.util.Objects::nonNull).toList();
    }

    static @Nullable RouteSpec spec(RouteVersion version) {
        Route route = version.route();
        return route == null ? null : route.spec();
    }

    private static Map<String, String> fields(@Nullable RouteSpec spec) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (spec != null) {
            flatten("", Json.LENIENT.valueToTree(spec), fields);
        }
        return fields;
    }

    private static void flatten(String name, JsonNode node, Map<String, String> fields) {
        if (node.isObject()) {
            node.properties()
                    .forEach(inner -> flatten(name.isEmpty() ? inner.getKey() : name + "." + inner.getKey(),
                            inner.getValue(), fields));
        } else if (node.isArray() && !node.isEmpty() && node.get(0).isObject()) {
            for (int at = 0; at < node.size(); at++) {
                flatten(name + "[" + at + "]", node.get(at), fields);
            }
        } else if (node.isArray()) {
            String words = StreamSupport.stream(node.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(", "));
            if (!words.isEmpty()) {
                fields.put(name, words);
            }
        } else if (!node.isNull()) {
            fields.put(name, name.endsWith("Millis") ? Spans.text(node.asLong()) : node.asText());
        }
    }
}
