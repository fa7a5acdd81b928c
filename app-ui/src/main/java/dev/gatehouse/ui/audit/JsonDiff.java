package dev.gatehouse.ui.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares a resource before and after, field by field. */
final class JsonDiff {

    private JsonDiff() {}

    /** One field; a side is empty where the field is absent. */
    record Field(String name, String before, String after) {

        boolean changed() {
            return !before.equals(after);
        }
    }

    /** All fields of both, those that differ first; one within another is named {@code outer.inner}. */
    static List<Field> of(@Nullable JsonNode before, @Nullable JsonNode after) {
        Map<String, String> then = new TreeMap<>();
        Map<String, String> now = new TreeMap<>();
        flatten("", before, then);
        flatten("", after, now);
        Set<String> names = new TreeSet<>(then.keySet());
        names.addAll(now.keySet());
        List<Field> changed = new ArrayList<>();
        List<Field> same = new ArrayList<>();
        for (String name : names) {
            Field field = new Field(name, then.getOrDefault(name, ""), now.getOrDefault(name, ""));
            (field.changed() ? changed : same).add(field);
        }
        changed.addAll(same);
        return changed;
    }

    private static void flatten(String name, @Nullable JsonNode node, Map<String, String> fields) {
        if (node == null || node.isNull()) {
            return;
        }
        if (node.isObject() && !node.isEmpty()) {
            node.fieldNames().forEachRemaining(
                    inner -> flatten(name.isEmpty() ? inner : name + "." + inner, node.get(inner), fields));
        } else {
            fields.put(name, node.isValueNode() ? node.asText() : node.toString());
        }
    }
}
