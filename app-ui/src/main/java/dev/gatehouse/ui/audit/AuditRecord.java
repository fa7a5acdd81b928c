package dev.gatehouse.ui.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.offline.Availability;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.util.Locale;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** The one record whose details are shown, and what can be done from there. */
public final class AuditRecord {

    /** Actors of records that are no users. */
    private static final Set<String> NOBODY = Set.of("system", "anonymous", "");

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final Availability availability;
    private final ObjectProperty<@Nullable AuditEntry> shown = new SimpleObjectProperty<>();
    private final ReadOnlyBooleanWrapper unmasking = new ReadOnlyBooleanWrapper();

    AuditRecord(ConsoleClient client, TaskRunner tasks, Notices notices) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        this.availability = new Availability(client, tasks);
    }

    public ObjectProperty<@Nullable AuditEntry> shownProperty() {
        return shown;
    }

    /** Whether the server was asked for what is masked, and has not answered. */
    public ReadOnlyBooleanProperty unmaskingProperty() {
        return unmasking.getReadOnlyProperty();
    }

    /** Shows the record at a position. */
    public void open(Receipt receipt) {
        tasks.when(client.audit().record(receipt), shown::set,
                failure -> notices.failed(failure, () -> open(receipt)));
    }

    /** Whether this operator may ask for what is masked. */
    public boolean mayUnmask() {
        return client.may(Role.OPERATOR);
    }

    /** What becomes of it when what is masked is asked for now. */
    public ObservableValue<Verdict> unmaskVerdict() {
        return availability.atServer(Role.OPERATOR);
    }

    /** Shows the record with nothing masked; who asked, and why, goes into the book. */
    public void unmask(AuditEntry entry, String reason) {
        unmasking.set(true);
        tasks.when(client.audit().unmask(entry.position(), reason), whole -> {
            unmasking.set(false);
            AuditEntry now = shown.get();
            if (now != null && now.position().equals(entry.position())) {
                shown.set(whole);
            }
            notices.done(Sentence.of("audit.unmasked"), null);
        }, failure -> {
            unmasking.set(false);
            notices.failed(failure, () -> unmask(entry, reason));
        });
    }

    /** Where to look at the record's actor; {@code null} where the actor is no user. */
    static @Nullable String actor(AuditEntry entry) {
        String id = entry.event().data().actor().id();
        return NOBODY.contains(id) ? null : "user/" + id;
    }

    /** Where to look at what the record is about; {@code null} where there is nothing to see. */
    static @Nullable String resource(AuditEntry entry) {
        String resource = entry.event().data().resource();
        return resource.startsWith("user/") || resource.startsWith("session/") || resource.startsWith("room/")
                || resource.startsWith("message/") || resource.startsWith("node/") ? resource : null;
    }

    /** Where to look at the actor's session; {@code null} where there was none. */
    static @Nullable String session(AuditEntry entry) {
        String session = entry.event().data().actor().session();
        return session == null ? null : "session/" + session;
    }

    /** Where to look at the record's trace; {@code null} where it has none. */
    static @Nullable String trace(AuditEntry entry) {
        String trace = entry.event().traceId();
        return trace == null ? null : "trace/" + trace;
    }

    /** Leads to a resource. */
    public void goTo(String resource) {
        notices.goTo(resource);
    }

    /** The whole record as it is told: JSON in lines, text as it is, anything else as hex. */
    static String raw(AuditEntry entry) {
        AuditEntry.Raw raw = entry.raw();
        try {
            if (raw == null || raw.text() == null) {
                return Json.LENIENT.writerWithDefaultPrettyPrinter().writeValueAsString(entry.event());
            }
            return switch (raw.format()) {
                case JSON -> Json.LENIENT.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(Json.LENIENT.readTree(raw.text()));
                case TEXT -> raw.text();
                case HEX -> hex(raw.text());
            };
        } catch (JsonProcessingException unreadable) {
            return raw == null || raw.text() == null ? String.valueOf(unreadable.getMessage()) : raw.text();
        }
    }

    /** Hex digits in lines of sixteen bytes: where the line begins, its bytes, and those that are letters. */
    static String hex(String digits) {
        StringBuilder lines = new StringBuilder();
        for (int at = 0; at < digits.length(); at += 32) {
            String line = digits.substring(at, Math.min(digits.length(), at + 32));
            lines.append(String.format(Locale.ROOT, "%06x ", at / 2));
            StringBuilder letters = new StringBuilder();
            for (int place = 0; place < 32; place += 2) {
                boolean within = place + 2 <= line.length();
                lines.append(place % 8 == 0 ? " " : "").append(within ? line.substring(place, place + 2) : "  ");
                if (within) {
                    int value = Integer.parseInt(line.substring(place, place + 2), 16);
                    letters.append(value >= 0x20 && value < 0x7f ? (char) value : '.');
                }
            }
            lines.append("  ").append(letters).append('\n');
        }
        return lines.toString();
    }
}
