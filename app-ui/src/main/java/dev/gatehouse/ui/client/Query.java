package dev.gatehouse.ui.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds the query of a path; what is absent or blank is left out. */
final class Query {

    private final Map<String, String> parameters = new LinkedHashMap<>();

    Query with(String name, @Nullable Object value) {
        if (value != null && !value.toString().isBlank()) {
            parameters.put(name, value.toString());
        }
        return this;
    }

    /** {@code path} with this query, percent-encoded. */
    String on(String path) {
        if (parameters.isEmpty()) {
            return path;
        }
        return path + parameters.entrySet()
                .stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }
}
