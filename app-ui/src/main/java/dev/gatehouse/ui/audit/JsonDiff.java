package dev.gatehouse.ui.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
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

    /** All fields of both, those that differ first. */
    static List<Field> of(@Nullable JsonNode before, @Nullable JsonNode after) {
        Set<String> names = new TreeSet<>();
        addNames(names, before);
        addNames(names, after);
        List<Field> changed = new ArrayList<>();
        List<Field> same = new ArrayList<>();
        for (String name : names) {
            Field field = new Field(name, text(before, name), text(after, name));
            (field.changed() ? changed : same).add(field);
        }
        changed.addAll(same);
        return changed;
    }

    private static void addNames(Set<String> names, @Nullable JsonNode node) {
        if (node != null) {
            Iterator<String> fields = node.fieldNames();
            fields.forEachRemaining(names::add);
        }
    }

    private static String text(@Nullable JsonNode node, String name) {
        JsonNode value = node == null ? null : node.get(name);
        if (value == null || value.isNull()) {
            return "";
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
