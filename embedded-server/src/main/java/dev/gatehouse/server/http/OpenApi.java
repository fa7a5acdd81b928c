package dev.gatehouse.server.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.machine.CallText;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Describes endpoints in OpenAPI 3.1, from the same data that the pipeline enforces. */
final class OpenApi {

    private static final Pattern PATH_PARAM = Pattern.compile("\\{([^}]+)}");

    private final ObjectNode schemas = Json.LENIENT.createObjectNode();

    private OpenApi() {}

    /** The description of {@code endpoints}. */
    static JsonNode describe(List<Endpoint> endpoints, String version) {
        return new OpenApi().document(endpoints, version);
    }

    private JsonNode document(List<Endpoint> endpoints, String version) {
        ObjectNode document = Json.LENIENT.createObjectNode();
        document.put("openapi", "3.1.0");
        document.putObject("info").put("title", "Gatehouse").put("version", version);
        Map<String, ObjectNode> paths = new TreeMap<>();
        for (Endpoint endpoint : endpoints) {
            paths.computeIfAbsent(endpoint.path(), path -> Json.LENIENT.createObjectNode())
                    .set(endpoint.method().name().toLowerCase(Locale.ROOT), operation(endpoint));
        }
        ObjectNode allPaths = document.putObject("paths");
        paths.forEach(allPaths::set);
        ObjectNode components = document.putObject("components");
        schema(Problem.class);
        components.set("schemas", schemas);
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.putObject("bearer").put("type", "http").put("scheme", "bearer").put("bearerFormat", "JWT");
        schemes.putObject("cookie").put("type", "apiKey").put("in", "cookie").put("name", BrowserCookies.SESSION);
        schemes.putObject("machine").put("type", "apiKey").put("in", "header").put("name", CallText.KEY)
                .put("description", "The key of a machine's session, beside " + CallText.TIMESTAMP + ", "
                        + CallText.NONCE + " and " + CallText.SIGNATURE + " over the call");
        return document;
    }

    private ObjectNode operation(Endpoint endpoint) {
        ObjectNode operation = Json.LENIENT.createObjectNode();
        operation.put("summary", endpoint.summary());
        operation.put("x-gatehouse-access", endpoint.access().name().toLowerCase(Locale.ROOT));
        if (endpoint.access() != Access.PUBLIC && endpoint.access() != Access.OPEN) {
            var security = operation.putArray("security");
            security.addObject().putArray("bearer");
            security.addObject().putArray("cookie");
            security.addObject().putArray("machine");
        }
        var parameters = operation.putArray("parameters");
        PATH_PARAM.matcher(endpoint.path()).results().forEach(param -> parameters.addObject()
                .put("name", param.group(1)).put("in", "path").put("required", true).putObject("schema")
                .put("type", "string"));
        endpoint.query().forEach(name -> parameters.addObject().put("name", name).put("in", "query")
                .putObject("schema").put("type", "string"));
        if (endpoint.request() != null) {
            ObjectNode body = operation.putObject("requestBody").put("required", true);
            body.putObject("content").putObject(mediaType(endpoint.request())).set("schema",
                    schema(endpoint.request()));
        }
        ObjectNode responses = operation.putObject("responses");
        ObjectNode good = responses.putObject(Integer.toString(endpoint.status())).put("description", "Done");
        if (endpoint.response() != null) {
            good.putObject("content")
                    .putObject(mediaType(endpoint.response()))
                    .set("schema", schema(endpoint.response()));
        }
        responses.putObject("default").put("description", "A problem").putObject("content")
                .putObject(Problem.MEDIA_TYPE).set("schema", schema(Problem.class));
        return operation;
    }

    private ObjectNode schema(Type type) {
        ObjectNode schema = Json.LENIENT.createObjectNode();
        switch (type) {
            case Class<?> plain -> describe(plain, schema);
            case ParameterizedType generic when generic.getRawType() instanceof Class<?> raw
                    && Collection.class.isAssignableFrom(raw) ->
                schema.put("type", "array").set("items",
                        schema(generic.getActualTypeArguments()[0]));
            case ParameterizedType generic when generic.getRawType() == Map.class -> schema.put("type", "object")
                    .set("additionalProperties", schema(generic.getActualTypeArguments()[1]));
            case ParameterizedType generic -> describe((Class<?>) generic.getRawType(), schema);
            default -> schema.put("type", "object");
        }
        return schema;
    }

    private static String mediaType(Class<?> type) {
        return type == String.class ? "text/plain"
                : type == CsvText.class
                        ? "text/csv"
                        : type == SqliteBytes.class ? SqliteBytes.MEDIA_TYPE : "application/json";
    }

    private void describe(Class<?> type, ObjectNode schema) {
        if (type.isRecord()) {
            String name = name(type);
            schema.put("$ref", "#/components/schemas/" + name);
            if (!schemas.has(name)) {
                ObjectNode definition = schemas.putObject(name).put("type", "object");
                properties(type, definition.putObject("properties"));
            }
        } else if (type.isEnum()) {
            var values = schema.put("type", "string").putArray("enum");
            for (Object constant : type.getEnumConstants()) {
                values.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
            }
        } else if (type == Instant.class) {
            schema.put("type", "string").put("format", "date-time");
        } else if (type == SqliteBytes.class) {
            schema.put("type", "string").put("format", "binary");
        } else if (type == String.class || type == CsvText.class || type == Duration.class) {
            schema.put("type", "string");
        } else if (type == boolean.class || type == Boolean.class) {
            schema.put("type", "boolean");
        } else if (type == double.class || type == Double.class) {
            schema.put("type", "number");
        } else if (type == int.class || type == long.class || Number.class.isAssignableFrom(type)) {
            schema.put("type", "integer");
        } else {
            schema.put("type", "object");
        }
    }

    private void properties(Class<?> type, ObjectNode properties) {
        for (RecordComponent component : type.getRecordComponents()) {
            boolean unwrapped = component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                    || component.isAnnotationPresent(JsonUnwrapped.class);
            if (unwrapped) {
                properties(component.getType(), properties);
            } else {
                JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
                properties.set(named == null ? component.getName() : named.value(),
                        schema(component.getGenericType()));
            }
        }
    }

    private static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null
                ? type.getSimpleName()
                : outer.getSimpleName().replace("Exchange", "") + type.getSimpleName();
    }
}
