package dev.gatehouse.ui.shell;

import dev.gatehouse.model.trace.TraceSummary;
import dev.gatehouse.ui.message.ComposeFormModel;
import dev.gatehouse.ui.message.MessageViewModel;
import dev.gatehouse.ui.session.SessionViewModel;
import dev.gatehouse.ui.trace.TraceViewModel;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** What is pictured of sessions, nodes and messages beyond their first look. */
final class FleetPoses {

    private static final int MOST_MARKED = 4;
    private static final String TIDE = "Tide at nine. Berth 3 stays closed until noon.";

    private final ShellViewModel shell;
    private final SessionViewModel sessions;
    private final MessageViewModel messages;

    FleetPoses(ShellViewModel shell) {
        this.shell = shell;
        this.sessions = shell.rooms().sessions();
        this.messages = shell.rooms().messages();
    }

    List<Poses.Pose> all() {
        return List.of(node(), marked(), letter(), words(), moment("fresh", SessionViewModel.Mode.FRESH),
                moment("past", SessionViewModel.Mode.PAST), tab("ended", SessionViewModel.Tab.ENDED),
                tab("ghosts", SessionViewModel.Tab.GHOSTS), many(), room(), sent(), waterfall());
    }

    private Poses.Pose node() {
        return new Poses.Pose("node", Place.OVERVIEW, () -> {}, () -> true,
                scene -> Poses.fire(scene, "#node-map .node-tile"),
                scene -> scene.lookup("#node-panel") == null || Poses.isSettled(
                        shell.rooms().dashboard().nodes().connectionLoad()),
                () -> {});
    }

    private Poses.Pose marked() {
        return new Poses.Pose("marked", Place.SESSIONS, () -> {
            sessions.online().rows().stream().limit(MOST_MARKED).forEach(session -> sessions.mark(session, true));
            sessions.online().rows().stream().findFirst().ifPresent(sessions.focusedProperty()::set);
        }, () -> sessions.focusedProperty().get() == null || Poses.isSettled(sessions.socket().load()), scene -> {},
                scene -> true, () -> sessions.focusedProperty().set(null));
    }

    private Poses.Pose letter() {
        return new Poses.Pose("message", Place.SESSIONS, () -> {}, () -> true,
                scene -> Poses.fire(scene, "#message-marked"), scene -> true, sessions.marked()::clear);
    }

    private Poses.Pose words() {
        return new Poses.Pose("words", Place.SESSIONS, () -> sessions.searchProperty().set("kind:robot"), () -> true,
                scene -> {}, scene -> true, () -> sessions.searchProperty().set(""));
    }

    private Poses.Pose moment(String name, SessionViewModel.Mode mode) {
        return new Poses.Pose(name, Place.SESSIONS, () -> {
            sessions.modeProperty().set(mode);
            if (mode == SessionViewModel.Mode.PAST) {
                sessions.moment().go(Duration.ofSeconds(-20));
            }
        }, () -> Poses.isSettled(sessions.snapshot().load()), scene -> {}, scene -> true,
                () -> sessions.modeProperty().set(SessionViewModel.Mode.LIVE));
    }

    private Poses.Pose tab(String name, SessionViewModel.Tab tab) {
        return new Poses.Pose(name, Place.SESSIONS, () -> sessions.tabProperty().set(tab),
                () -> Poses.isSettled(sessions.ended().state()) || Poses.isSettled(sessions.ghosts().state()),
                scene -> {},
                scene -> true, () -> sessions.tabProperty().set(SessionViewModel.Tab.ONLINE));
    }

    private Poses.Pose waterfall() {
        TraceViewModel traces = shell.rooms().traces();
        return new Poses.Pose("waterfall", Place.TRACES,
                () -> traces.rows().stream().max(Comparator.comparingInt(TraceSummary::spans))
                        .ifPresent(row -> traces.open(row.traceId())),
                () -> traces.openIdProperty().get() == null || Poses.isSettled(traces.traceLoad()),
                scene -> traces.spans().stream().findFirst().ifPresent(traces.selectedProperty()::set), scene -> true,
                traces::leave);
    }

    private Poses.Pose many() {
        ComposeFormModel compose = messages.compose();
        return new Poses.Pose("many", Place.MESSAGES, () -> {
            compose.aim(ComposeFormModel.Reach.ALL, "");
            compose.formProperty().set(ComposeFormModel.Form.JSON);
            compose.textProperty().set("{\"tide\": 9, \"closed\": [\"berth-3\"]}");
            compose.look();
        }, () -> Poses.isSettled(compose.previewLoad()), scene -> compose.askingProperty().set(true), scene -> true,
                () -> {
                    compose.askingProperty().set(false);
                    compose.formProperty().set(ComposeFormModel.Form.TEXT);
                });
    }

    private Poses.Pose room() {
        return new Poses.Pose("rooms", Place.MESSAGES, () -> {
            messages.tabProperty().set(MessageViewModel.Tab.ROOMS);
            messages.openRoom(roomName());
        }, () -> Poses.isSettled(messages.rooms().memberLoad()) && Poses.isSettled(messages.rooms().historyLoad()),
                scene -> {},
                scene -> true, () -> messages.tabProperty().set(MessageViewModel.Tab.WRITE));
    }

    /** Leaves a message on the server. */
    private Poses.Pose sent() {
        ComposeFormModel compose = messages.compose();
        return new Poses.Pose("sent", Place.MESSAGES, () -> {
            compose.aim(ComposeFormModel.Reach.ROOM, roomName());
            compose.textProperty().set(TIDE);
            compose.confirm();
            messages.tabProperty().set(MessageViewModel.Tab.SENT);
        }, () -> {
            if (compose.deliveryProperty().get() == null) {
                return !compose.sendingProperty().get();
            }
            messages.sent().rows().stream().findFirst().ifPresent(messages.sent().selectedProperty()::set);
            return messages.sent().followedProperty().get() != null && Objects.requireNonNull(
                    messages.sent().followedProperty().get()).reportProperty().get() != null;
        }, scene -> {}, scene -> true, () -> messages.tabProperty().set(MessageViewModel.Tab.WRITE));
    }

    private String roomName() {
        return messages.rooms().rows().isEmpty() ? "berth-3" : messages.rooms().rows().getFirst().room();
    }
}
