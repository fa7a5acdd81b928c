package dev.gatehouse.ui.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.ui.text.Sentence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Routes in a file, as JSON or YAML: {@code {"format": "gatehouse.routes.v1", "routes": [...]}}, each with its id and the
 * fields of a {@link RoutesExchange.Draft}. What is written reads back the same.
 */
final class RouteFile {

    private static final String FORMAT = "gatehouse.routes.v1";
    private static final long LARGEST_BYTES = 32L << 20;

    private RouteFile() {}

    /** How a file is written. */
    enum Form {
        JSON,
        YAML;

        /** By the name's ending; JSON where it tells nothing. */
        static Form of(Path file) {
            String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
            return name.endsWith(".yaml") || name.endsWith(".yml") ? YAML : JSON;
        }
    }

    /**
     * One route of a file.
     *
     * @param number counts from 1
     * @param id     the route that it was written from; absent in files made by hand
     * @param draft  absent where it cannot be read
     * @param fault  why it cannot be read
     */
    record Entry(int number, @Nullable String id, RoutesExchange.@Nullable Draft draft, @Nullable Sentence fault) {}

    /** A file that holds no routes. */
    static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Sentence sentence;

        Unreadable(Sentence sentence) {
            super(String.valueOf(sentence.key()));
            this.sentence = sentence;
        }

        Sentence sentence() {
            return sentence;
        }
    }

    static String text(List<Route> routes, Form form) {
        ObjectNode root = Json.LENIENT.createObjectNode().put("format", FORMAT);
        ArrayNode all = root.putArray("routes");
        for (Route route : routes) {
            ObjectNode entry = all.addObject().put("id", route.id());
            ObjectNode fields = Json.LENIENT.valueToTree(RouteDrafts.draft(route.spec()));
            entry.setAll(fields);
        }
        return written(root, form);
    }

    /** {@code tree} as text that ends with a line break. */
    static String written(JsonNode tree, Form form) {
        return switch (form) {
            case YAML -> RouteYaml.write(tree);
            case JSON -> tree.toPrettyString() + "\n";
        };
    }

    /** Writes the whole of {@code text}, or leaves what was there. */
    static void save(Path target, String text) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.writeString(part, text, StandardCharsets.UTF_8);
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }

    /** @throws Unreadable where the file as a whole is of no use; a route that is not is told in its entry */
    static List<Entry> read(Path file) throws IOException, Unreadable {
        if (Files.size(file) > LARGEST_BYTES) {
            throw new Unreadable(Sentence.of("route.import.large", LARGEST_BYTES >> 20));
        }
        return read(Files.readString(file, StandardCharsets.UTF_8), Form.of(file));
    }

    static List<Entry> read(String text, Form form) throws Unreadable {
        JsonNode root;
        try {
            root = switch (form) {
                case YAML -> RouteYaml.read(text);
                case JSON -> Json.STRICT.readTree(text);
            };
        } catch (JsonProcessingException notOfTheForm) {
            throw new Unreadable(Sentence.of("route.import.syntax", form.name(),
                    notOfTheForm.getLocation() == null ? 0 : notOfTheForm.getLocation().getLineNr(),
                    notOfTheForm.getOriginalMessage()));
        }
        JsonNode routes = root.isArray() ? root : root.path("routes");
        if (!routes.isArray() || (root.isObject() && !root.path("format").asText(FORMAT).equals(FORMAT))) {
            throw new Unreadable(Sentence.of("route.import.notRoutes", FORMAT));
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonNode route : routes) {
            entries.add(entry(entries.size() + 1, route));
        }
        return entries;
    }

    private static Entry entry(int number, JsonNode route) {
        if (!(route instanceof ObjectNode fields)) {
            return new Entry(number, null, null, Sentence.of("route.import.notObject"));
        }
        ObjectNode draft = fields.deepCopy();
        JsonNode id = draft.remove("id");
        try {
            RoutesExchange.Draft read = Json.STRICT.treeToValue(draft, RoutesExchange.Draft.class);
            return new Entry(number, id == null || !id.isTextual() ? null : id.asText(), read, null);
        } catch (JsonProcessingException | IllegalArgumentException unreadable) {
            return new Entry(number, null, null, Sentence.verbatim(reason(unreadable)));
        }
    }

    private static String reason(Exception unreadable) {
        String message = unreadable instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : String.valueOf(unreadable.getMessage());
        String first = message.lines().findFirst().orElse("");
        return unreadable instanceof com.fasterxml.jackson.databind.JsonMappingException mapping
                && !mapping.getPath().isEmpty()
                        ? String.join(".", mapping.getPath().stream().map(RouteFile::step).toList()) + ": " + first
                        : first;
    }

    private static String step(com.fasterxml.jackson.databind.JsonMappingException.Reference step) {
        return step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName();
    }
}
