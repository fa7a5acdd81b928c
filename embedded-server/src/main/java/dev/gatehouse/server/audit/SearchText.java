package dev.gatehouse.server.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.audit.AuditData;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.AuditEvent;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the full text search sees of a record: its values, a line each, folded. A word is found in a record exactly
 * where {@code grep -F} finds the folded word in one of these lines.
 *
 * <p>Folding maps each code point to the lower case of its upper case, without regard to language, and each control
 * character to a space. The first line is the reason, and empty where there is none.
 */
public final class SearchText {

    private static final char DELETE = 0x7f;
    /** For half a surrogate pair, which no store keeps. */
    private static final char REPLACEMENT = '\uFFFD';

    private SearchText() {}

    /** The folded lines of an entry, each ended by a line feed. */
    public static String of(AuditEntry entry) {
        AuditEvent event = entry.event();
        AuditData data = event.data();
        StringBuilder text = new StringBuilder(256);
        fold(text, data.reason() == null ? "" : data.reason());
        text.append('\n');
        AuditEntry.Raw raw = entry.raw();
        if (raw != null) {
            line(text, raw.key());
            if (raw.format() == AuditEntry.Format.JSON) {
                values(text, data.after());
            } else {
                line(text, raw.text());
            }
            return text.toString();
        }
        line(text, data.actor().id());
        if (!data.actor().name().equals(data.actor().id())) {
            line(text, data.actor().name());
        }
        line(text, data.actor().ip());
        line(text, data.actor().session());
        line(text, data.action());
        line(text, data.resource());
        line(text, data.outcome().name().toLowerCase(Locale.ROOT));
        line(text, data.node());
        line(text, trace(event));
        if (!data.action().equals(Action.AUDIT_READ.code())) {
            values(text, data.before());
            values(text, data.after());
        }
        return text.toString();
    }

    /** The trace id, where the record names one in the form that W3C Trace Context gives it. */
    public static @Nullable String trace(AuditEvent event) {
        String traceparent = event.traceparent();
        return traceparent != null && traceparent.indexOf('-') >= 0 ? event.traceId() : null;
    }

    /** A word or a line as it is compared. */
    public static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        fold(folded, text);
        return folded.toString();
    }

    /** The different pieces between spaces of all lines. */
    public static Set<String> words(String lines) {
        Set<String> words = new LinkedHashSet<>();
        int start = 0;
        for (int at = 0; at < lines.length(); at++) {
            char one = lines.charAt(at);
            if (one == ' ' || one == '\n') {
                if (at > start) {
                    words.add(lines.substring(start, at));
                }
                start = at + 1;
            }
        }
        if (start < lines.length()) {
            words.add(lines.substring(start));
        }
        return words;
    }

    private static void fold(StringBuilder folded, String text) {
        for (int at = 0; at < text.length(); at++) {
            char one = text.charAt(at);
            if (one < 0x80) {
                folded.append(plain(one));
            } else {
                int point = text.codePointAt(at);
                folded.appendCodePoint(folded(point));
                at += Character.charCount(point) - 1;
            }
        }
    }

    private static int folded(int point) {
        if (Character.isISOControl(point)) {
            return ' ';
        }
        boolean lone = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        return lone ? REPLACEMENT : Character.toLowerCase(Character.toUpperCase(point));
    }

    private static char plain(char one) {
        if (one < ' ' || one == DELETE) {
            return ' ';
        }
        return (one >= 'A' && one <= 'Z') ? (char) (one - 'A' + 'a') : one;
    }

    private static void values(StringBuilder text, @Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return;
        }
        if (node.isContainerNode()) {
            node.forEach(item -> values(text, item));
        } else {
            line(text, node.asText());
        }
    }

    private static void line(StringBuilder text, @Nullable String part) {
        if (part != null && !part.isEmpty()) {
            fold(text, part);
            text.append('\n');
        }
    }
}
