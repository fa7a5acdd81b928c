package dev.gatehouse.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.AuditEvent;
import dev.gatehouse.model.audit.TopicKind;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.server.http.Principal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which parts of a record who may see.
 *
 * @param viewer   the JSON paths below the record that viewers may not see
 * @param operator those that operators, and so viewers, may not see
 */
public record AuditMasks(List<String> viewer, List<String> operator) {

    /** Everybody who may read the audit sees all of it. */
    public static final AuditMasks NONE = new AuditMasks(List.of(), List.of());

    private static final Pattern PATH = Pattern.compile(
            "data\\.(actor\\.(id|name|ip|session)|resource|reason|(before|after)(\\.[^.\\s]+)*)");

    public AuditMasks {
        viewer = List.copyOf(viewer);
        operator = List.copyOf(operator);
    }

    /** Whether a path can be masked. */
    public static boolean isPath(String path) {
        return PATH.matcher(path).matches();
    }

    /** What is masked for a caller. */
    public List<String> of(Principal caller) {
        if (caller.may(Role.ADMIN)) {
            return List.of();
        }
        if (caller.may(Role.OPERATOR)) {
            return operator;
        }
        Set<String> both = new LinkedHashSet<>(viewer);
        both.addAll(operator);
        return List.copyOf(both);
    }

    /**
     * An entry without what these paths hold. Of a record that is no audit record nobody knows what stands where, so
     * somebody who may not see everything sees only what is told of it in the audit's form, and not its content.
     */
    public static AuditEntry apply(AuditEntry entry, List<String> paths) {
        if (paths.isEmpty()) {
            return entry;
        }
        ObjectNode tree = Json.LENIENT.valueToTree(entry.event());
        List<String> masked = new ArrayList<>();
        AuditEntry.Raw raw = entry.raw();
        if ((raw != null || entry.kind() != TopicKind.AUDIT) && tree.get("data") instanceof ObjectNode data) {
            data.remove("before");
            data.put("after", AuditEntry.MASK);
            masked.add("data.after");
        }
        for (String path : paths) {
            if (!masked.contains(path) && mask(tree, path)) {
                masked.add(path);
            }
        }
        if (masked.isEmpty()) {
            return entry;
        }
        if (tree.get("data") instanceof ObjectNode data) {
            data.remove("digests"); // from which a short value could be guessed
        }
        if (masked.contains("data.resource")) {
            tree.put("subject", AuditEntry.MASK);
        }
        try {
            return new AuditEntry(entry.position(), Json.LENIENT.treeToValue(tree, AuditEvent.class), entry.kind(),
                    raw == null ? null : new AuditEntry.Raw(raw.format(), null, null), masked);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A masked record cannot be read.", e);
        }
    }

    private static boolean mask(ObjectNode tree, String path) {
        int dot = path.lastIndexOf('.');
        JsonNode parent = tree.at("/" + path.substring(0, dot).replace('.', '/'));
        String name = path.substring(dot + 1);
        if (parent instanceof ObjectNode object && object.hasNonNull(name)) {
            object.put(name, AuditEntry.MASK);
            return true;
        }
        return false;
    }
}
