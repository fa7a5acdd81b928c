package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.server.fixture.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/API.md} and {@code /openapi.json} tell of the same endpoints. */
class ApiDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "API.md");
    private static final String NOT_YET = "*not yet*";
    /** The methods, where the call names some, and its path. */
    private static final Pattern CALL = Pattern
            .compile("(?:((?:GET|POST|PUT|PATCH|DELETE)(?:, (?:GET|POST|PUT|PATCH|DELETE))*) )?`(/[^`? ]*)[^`]*`");

    @TempDir
    private Path folder;

    @Test
    void whatIsDocumentedIsServedAndTheOtherWayRound() throws Exception {
        try (GatehouseServer server = TestNodes.start(folder, Map.of())) {
            Set<String> served = served(new Api(server.uri()).get("/openapi.json").json());
            served.remove("POST " + LocalControl.PATH);

            assertThat(documented()).isEqualTo(served);
        }
    }

    private static Set<String> served(JsonNode description) {
        Set<String> calls = new TreeSet<>();
        description.get("paths").properties().forEach(path -> path.getValue().properties()
                .forEach(method -> calls.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return calls;
    }

    /** Reads the first column of the tables of the chapter REST. */
    private static Set<String> documented() throws IOException {
        Set<String> calls = new TreeSet<>();
        String chapter = "";
        boolean notYet = false;
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("## ")) {
                chapter = line;
            }
            if (line.startsWith("#")) {
                notYet = line.contains(NOT_YET);
            } else if (chapter.equals("## REST") && line.startsWith("| ") && !notYet && !line.contains(NOT_YET)) {
                addCalls(line.split("\\|", -1)[1], calls);
            }
        }
        return calls;
    }

    private static void addCalls(String cell, Set<String> calls) {
        String before = "";
        String methods = "";
        Matcher call = CALL.matcher(cell);
        while (call.find()) {
            methods = call.group(1) == null ? methods : call.group(1);
            String path = whole(call.group(2), before);
            for (String method : Arrays.asList(methods.split(", ", -1))) {
                calls.add(method + " " + path);
            }
            before = path;
        }
    }

    /** A path may leave out what it has in common with the one before: all up to its own first part. */
    private static String whole(String path, String before) {
        if (!before.startsWith("/api/") || path.startsWith("/api/")) {
            return path;
        }
        if (path.startsWith("/{")) {
            int parameter = before.indexOf("/{");
            return (parameter < 0 ? before : before.substring(0, parameter)) + path;
        }
        return before.substring(0, before.lastIndexOf('/')) + path;
    }
}
