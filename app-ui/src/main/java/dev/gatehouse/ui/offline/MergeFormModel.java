package dev.gatehouse.ui.offline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.json.Json;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * A change that waits, field by field: what its author wanted, what is there now, and what is to be. Where only one of
 * the two differs from what the author saw, that one is proposed.
 */
public final class MergeFormModel {

    private final List<Field> fields = new ArrayList<>();

    /**
     * One field.
     *
     * @param yours  what the author wanted, as text
     * @param theirs what is there now; the same as {@code yours} where nobody changed anything
     * @param merged what is to be
     * @param text   whether its value is a text, and not JSON
     */
    public record Field(String name, String yours, String theirs, StringProperty merged, boolean text) {

        /** Whether the two differ. */
        public boolean differs() {
            return !yours.equals(theirs);
        }
    }

    public MergeFormModel(Intent intent) {
        JsonNode body = intent.body();
        JsonNode theirs = intent.theirs();
        JsonNode base = intent.base();
        if (body == null) {
            return;
        }
        body.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode wanted = entry.getValue();
            JsonNode there = theirs == null ? wanted : theirs.path(name);
            boolean text = wanted.isTextual() || (wanted.isNull() && !there.isContainerNode());
            String yours = shown(wanted);
            String now = shown(there);
            boolean untouched = theirs != null && base != null && shown(base.path(name)).equals(yours);
            fields.add(new Field(name, yours, now, new SimpleStringProperty(untouched ? now : yours), text));
        });
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "" : value.isTextual() ? value.asText() : value.toString();
    }

    /** All fields that the author touched. */
    public List<Field> fields() {
        return List.copyOf(fields);
    }

    /** Whether all of it can be read. */
    public BooleanBinding sendable() {
        return Bindings.createBooleanBinding(() -> fields.stream().allMatch(MergeFormModel::reads),
                fields.stream().map(Field::merged).toArray(StringProperty[]::new));
    }

    private static boolean reads(Field field) {
        try {
            return field.text() || field.merged().get().isBlank()
                    || Json.LENIENT.readTree(field.merged().get()) != null;
        } catch (JsonProcessingException unreadable) {
            return false;
        }
    }

    /** What is to be, as the request of the change's kind. */
    public ObjectNode merged() {
        ObjectNode merged = Json.LENIENT.createObjectNode();
        for (Field field : fields) {
            String value = field.merged().get();
            if (field.text()) {
                merged.put(field.name(), value);
            } else if (!value.isBlank()) {
                try {
                    merged.set(field.name(), Json.LENIENT.readTree(value));
                } catch (JsonProcessingException unreadable) {
                    throw new IllegalArgumentException("a form that is not sendable", unreadable);
                }
            }
        }
        return merged;
    }
}
