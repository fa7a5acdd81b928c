package dev.gatehouse.ui.message;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.model.api.MessagesExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.model.message.Target;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Fate;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.ui.client.Blocked;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.offline.Availability;
import dev.gatehouse.ui.task.Debounce;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/**
 * A message being written: to whom, what, and what is promised of it. It tells whom it would reach, asks before it
 * goes to many, and then tells how far it has come.
 */
public final class ComposeFormModel {

    /** A message that reaches more than so many is asked about first. */
    public static final long MANY = 100;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final List<String> sids;
    private final Availability availability;
    private final Debounce typing;
    private final ObjectProperty<Reach> reach;
    private final StringProperty name = new SimpleStringProperty("");
    private final ObjectProperty<Form> form = new SimpleObjectProperty<>(Form.TEXT);
    private final StringProperty text = new SimpleStringProperty("");
    private final ObjectProperty<Qos> qos = new SimpleObjectProperty<>(Qos.AT_LEAST_ONCE);
    private final ReadOnlyObjectWrapper<MessagesExchange.@Nullable Preview> preview = new ReadOnlyObjectWrapper<>();
    private final Load previewLoad = new Load();
    private final BooleanProperty asking = new SimpleBooleanProperty();
    private final ReadOnlyBooleanWrapper sending = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Delivery> delivery = new ReadOnlyObjectWrapper<>();
    private Consumer<MessagesExchange.Report> heard = report -> {};
    private String id = newId();
    private long asked;

    /** Whom a message can be for. */
    public enum Reach {
        ALL,
        ROOM,
        NODE,
        USER,
        SESSION,
        /** Several sessions that were chosen before. */
        CHOSEN
    }

    /** How the content is written. */
    public enum Form {
        TEXT,
        JSON
    }

    /** A message to whomever the operator names. */
    public ComposeFormModel(ConsoleClient client, TaskRunner tasks, Notices notices) {
        this(client, tasks, notices, List.of());
    }

    /** @param sids the sessions that it is for; empty where the operator names the receivers */
    public ComposeFormModel(ConsoleClient client, TaskRunner tasks, Notices notices, List<String> sids) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        this.sids = List.copyOf(sids);
        this.availability = new Availability(client, tasks);
        this.reach = new SimpleObjectProperty<>(sids.isEmpty() ? Reach.ALL : Reach.CHOSEN);
        this.typing = new Debounce(tasks, this::look);
        reach.addListener((observed, before, now) -> aimed());
        name.addListener((observed, before, now) -> aimed());
        text.addListener((observed, before, now) -> changed());
        form.addListener((observed, before, now) -> changed());
        qos.addListener((observed, before, now) -> changed());
    }

    /** Calls {@code listener} with each report on what was sent from here. */
    void onReport(Consumer<MessagesExchange.Report> listener) {
        heard = listener;
    }

    public ObjectProperty<Reach> reachProperty() {
        return reach;
    }

    /** The room, node, user or session; of no use where all are meant. */
    public StringProperty nameProperty() {
        return name;
    }

    public ObjectProperty<Form> formProperty() {
        return form;
    }

    public StringProperty textProperty() {
        return text;
    }

    public ObjectProperty<Qos> qosProperty() {
        return qos;
    }

    /** Whom it would reach; {@code null} where that is not known. */
    public ReadOnlyObjectProperty<MessagesExchange.@Nullable Preview> previewProperty() {
        return preview.getReadOnlyProperty();
    }

    public Load previewLoad() {
        return previewLoad;
    }

    /** Whether the operator is to say yes before it goes to many; it cannot be taken back. */
    public BooleanProperty askingProperty() {
        return asking;
    }

    /** Whether the server is being told. */
    public ReadOnlyBooleanProperty sendingProperty() {
        return sending.getReadOnlyProperty();
    }

    /** How far the last message has come; {@code null} before the first. */
    public ReadOnlyObjectProperty<@Nullable Delivery> deliveryProperty() {
        return delivery.getReadOnlyProperty();
    }

    /** How many it would reach, those whose inbox keeps it too; -1 where that is not known. */
    public long count() {
        MessagesExchange.Preview told = preview.get();
        return told == null ? -1 : told.sockets() + (qos.get() == Qos.AT_LEAST_ONCE ? told.queued() : 0);
    }

    /** What is wrong with the content. */
    public ObjectBinding<@Nullable Sentence> fault() {
        return Bindings.createObjectBinding(() -> {
            if (form.get() == Form.TEXT || text.get().isBlank()) {
                return null;
            }
            try {
                Json.STRICT.readTree(text.get());
                return null;
            } catch (JsonProcessingException broken) {
                JsonLocation place = broken.getLocation();
                return Sentence.of("message.notJson", place == null ? 1 : place.getLineNr(),
                        place == null ? 1 : place.getColumnNr(), firstLine(broken.getOriginalMessage()));
            }
        }, form, text);
    }

    private static String firstLine(@Nullable String words) {
        return words == null ? "" : words.lines().findFirst().orElse("");
    }

    /** Whether it can be sent. */
    public BooleanBinding sendable() {
        ObjectBinding<@Nullable Sentence> fault = fault();
        return Bindings.createBooleanBinding(
                () -> target() != null && !text.get().isBlank() && fault.get() == null && !sending.get(), reach, name,
                text, fault, sending);
    }

    /** What becomes of a message that is sent now. */
    public ObservableValue<Verdict> verdict() {
        return availability.of(Deed.SEND_MESSAGE);
    }

    /** Whom it is for; {@code null} where that is not said yet. */
    @Nullable
    Target target() {
        String given = name.get().strip();
        return switch (reach.get()) {
            case ALL -> Target.everybody();
            case CHOSEN -> sids.size() == 1 ? Target.session(sids.getFirst()) : Target.sessions(sids);
            case ROOM -> given.isEmpty() ? null : Target.room(given);
            case NODE -> given.isEmpty() ? null : Target.node(given);
            case USER -> given.isEmpty() ? null : Target.user(given);
            case SESSION -> given.isEmpty() ? null : Target.session(given);
        };
    }

    /** Names the receivers in one go. */
    public void aim(Reach whom, String named) {
        reach.set(whom);
        name.set(named);
    }

    /** Asks whom it would reach, where the operator may send. */
    public void look() {
        Target to = client.may(Role.OPERATOR) ? target() : null;
        long mine = ++asked;
        if (to == null) {
            preview.set(null);
            previewLoad.ready();
            return;
        }
        previewLoad.waiting();
        tasks.when(client.messages().preview(to), told -> {
            if (mine == asked) {
                apply(told);
            }
        }, failure -> {
            if (mine == asked) {
                preview.set(null);
                previewLoad.failed(failure);
            }
        });
    }

    void apply(MessagesExchange.Preview told) {
        preview.set(told);
        previewLoad.ready();
    }

    /** Sends it; where it reaches many, or nobody knows how many, it asks first. Where it cannot be sent, it says why. */
    public void send() {
        Verdict verdict = client.verdict(Deed.SEND_MESSAGE);
        if (verdict.fate() == Fate.BLOCKED) {
            notices.failed(new Blocked(verdict.reason()), null);
        } else if (count() < 0 || count() > MANY) {
            asking.set(true);
        } else {
            confirm();
        }
    }

    /** Sends it without asking. */
    public void confirm() {
        Target to = target();
        if (to == null || sending.get() || !sendable().get()) {
            return;
        }
        asking.set(false);
        sending.set(true);
        String tried = id;
        String words = text.get();
        tasks.when(client.messages().send(new MessagesExchange.SendRequest(to, content(), qos.get(), tried)), sent -> {
            sending.set(false);
            took(sent, words);
        }, failure -> {
            sending.set(false);
            notices.failed(failure, () -> again(tried));
        });
    }

    /** Sends what could not be sent; where something else is written by now, that is asked about. */
    private void again(String tried) {
        if (tried.equals(id)) {
            confirm();
        } else if (sendable().get()) {
            asking.set(true);
        }
    }

    /** @param words what was sent; what was written since stays */
    private void took(MessagesExchange.Sent sent, String words) {
        Delivery earlier = delivery.get();
        if (earlier != null) {
            earlier.stop();
        }
        if (words.equals(text.get())) {
            text.set("");
        }
        delivery.set(new Delivery(client, tasks, sent.msgId(), heard));
        notices.done(Sentence.of("message.sent", sent.accepted()), sent.receipt());
    }

    private JsonNode content() {
        if (form.get() == Form.TEXT) {
            return TextNode.valueOf(text.get());
        }
        try {
            return Json.STRICT.readTree(text.get());
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a form that is not sendable was sent", broken);
        }
    }

    private void aimed() {
        changed();
        preview.set(null);
        previewLoad.waiting();
        typing.typed();
    }

    /** Another message now, so another id. */
    private void changed() {
        asking.set(false);
        id = newId();
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
