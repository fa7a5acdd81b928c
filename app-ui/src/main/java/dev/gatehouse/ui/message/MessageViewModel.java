package dev.gatehouse.ui.message;

import dev.gatehouse.model.api.MessagesExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.health.NodeInfo;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Activity;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The message centre: write, see how far it came, and look into rooms. */
public final class MessageViewModel implements Activity {

    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final int MOST_PROPOSALS = 6;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final ComposeFormModel compose;
    private final SentMessages sent;
    private final RoomsModel rooms;
    private final ObjectProperty<Tab> tab = new SimpleObjectProperty<>(Tab.WRITE);
    private final ObservableList<String> proposals = FXCollections.observableArrayList();
    private List<String> nodes = List.of();
    private TaskRunner.@Nullable Handle beat;

    /** What is looked at. */
    public enum Tab {
        WRITE,
        SENT,
        ROOMS
    }

    public MessageViewModel(ConsoleClient client, TaskRunner tasks, Notices notices) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        compose = new ComposeFormModel(client, tasks, notices);
        sent = new SentMessages(client, tasks);
        rooms = new RoomsModel(client, tasks);
        compose.onReport(sent::heard);
        compose.reachProperty().addListener((observed, before, now) -> {
            compose.nameProperty().set("");
            propose();
        });
        compose.nameProperty().addListener((observed, before, now) -> propose());
        rooms.load().stateProperty().addListener((observed, before, now) -> propose());
        tab.addListener((observed, before, now) -> refresh());
    }

    public ComposeFormModel compose() {
        return compose;
    }

    public SentMessages sent() {
        return sent;
    }

    public RoomsModel rooms() {
        return rooms;
    }

    public ObjectProperty<Tab> tabProperty() {
        return tab;
    }

    /** Rooms or nodes that the name being typed may mean. */
    public ObservableList<String> proposals() {
        return proposals;
    }

    public boolean maySend() {
        return client.may(Role.OPERATOR);
    }

    /** Begins a message to {@code named}. */
    public void writeTo(ComposeFormModel.Reach whom, String named) {
        compose.reachProperty().set(whom);
        compose.nameProperty().set(named);
        tab.set(Tab.WRITE);
    }

    /** Begins a message with the receivers and the content of one that was sent. */
    public void writeAgain(MessagesExchange.Report report) {
        if (Boolean.TRUE.equals(report.to().all())) {
            writeTo(ComposeFormModel.Reach.ALL, "");
        } else if (report.to().room() != null) {
            writeTo(ComposeFormModel.Reach.ROOM, report.to().room());
        } else if (report.to().node() != null) {
            writeTo(ComposeFormModel.Reach.NODE, report.to().node());
        } else if (report.to().user() != null) {
            writeTo(ComposeFormModel.Reach.USER, report.to().user());
        } else {
            writeTo(ComposeFormModel.Reach.SESSION, Objects.requireNonNullElse(report.to().session(), ""));
        }
        boolean words = report.content().isTextual();
        compose.formProperty().set(words ? ComposeFormModel.Form.TEXT : ComposeFormModel.Form.JSON);
        compose.textProperty().set(words ? report.content().textValue() : pretty(report));
        compose.qosProperty().set(report.qos());
    }

    /** The content as people read it. */
    static String pretty(MessagesExchange.Report report) {
        return report.content().isTextual() ? report.content().textValue() : report.content().toPrettyString();
    }

    /** Shows one message that was sent. */
    public void find(String msgId) {
        tab.set(Tab.SENT);
        tasks.when(client.messages().get(msgId), report -> {
            sent.heard(report);
            sent.selectedProperty().set(report);
        }, failure -> notices.failed(failure, () -> find(msgId)));
    }

    /** Shows one room. */
    public void openRoom(String room) {
        tab.set(Tab.ROOMS);
        rooms.selectedProperty().set(room);
    }

    /** Leads to a session. */
    public void goToSession(String sid) {
        notices.goTo("session/" + sid);
    }

    @Override
    public void activate() {
        if (beat == null) {
            beat = tasks.every(BEAT, this::again);
        }
        refresh();
        compose.look();
    }

    @Override
    public void deactivate() {
        if (beat != null) {
            beat.close();
            beat = null;
        }
        sent.stop();
    }

    @Override
    public void refresh() {
        tasks.when(client.reads().nodes(), found -> {
            nodes = found.items().stream().filter(NodeInfo::live).map(NodeInfo::id).toList();
            propose();
        }, failure -> nodes = List.of());
        sent.refresh();
        rooms.refresh();
    }

    private void again() {
        switch (tab.get()) {
            case WRITE -> {
            }
            case SENT -> sent.refresh();
            case ROOMS -> rooms.list();
        }
    }

    private void propose() {
        String typed = compose.nameProperty().get().strip();
        List<String> names = switch (compose.reachProperty().get()) {
            case ROOM -> rooms.names(typed);
            case NODE -> nodes.stream()
                    .filter(node -> node.toLowerCase(Locale.ROOT).contains(typed.toLowerCase(Locale.ROOT)))
                    .toList();
            case ALL, USER, SESSION, CHOSEN -> List.of();
        };
        proposals.setAll(names.stream().filter(name -> !name.equals(typed)).limit(MOST_PROPOSALS).toList());
    }
}
