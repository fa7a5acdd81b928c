package dev.gatehouse.ui.shell;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.ui.audit.AuditGroups;
import dev.gatehouse.ui.audit.AuditViewModel;
import dev.gatehouse.ui.settings.SavedFilter;
import dev.gatehouse.ui.task.Load;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;

/** What is pictured of the book beyond its first look. */
final class AuditPoses {

    private final AuditViewModel audit;

    AuditPoses(ShellViewModel shell) {
        this.audit = shell.rooms().audit();
    }

    List<Poses.Pose> all() {
        return List.of(record(), words(), fault(), groups(), panel("topics", "#audit-topics-open", "#topic-panel"),
                check(), filters());
    }

    private void leave() {
        audit.record().shownProperty().set(null);
        audit.words().attendedProperty().set(false);
        audit.clear();
        audit.modeProperty().set(AuditViewModel.Mode.LIVE);
    }

    private static boolean isSettled(Load load) {
        return load.stateProperty().get() != Load.State.WAITING;
    }

    private boolean isFound() {
        return isSettled(audit.load()) && isSettled(audit.counts().load());
    }

    /** A search with the record that it found first. */
    private Poses.Pose record() {
        return new Poses.Pose("record", Place.AUDIT, () -> audit.search("outcome:accepted"), () -> {
            if (!isFound()) {
                return false;
            }
            audit.rows()
                    .stream()
                    .filter(row -> row.event().data().before() != null)
                    .findFirst()
                    .or(() -> audit.rows().stream().findFirst())
                    .ifPresent(audit.record().shownProperty()::set);
            return true;
        }, scene -> {}, scene -> true, this::leave);
    }

    private Poses.Pose words() {
        return new Poses.Pose("completion", Place.AUDIT, () -> {
            audit.search("outcome:");
            audit.words().caretProperty().set("outcome:".length());
            audit.words().attendedProperty().set(true);
        }, () -> (isFound() && !audit.words().proposals().isEmpty())
                || audit.words().faultProperty().get() != null,
                scene -> {}, scene -> true, this::leave);
    }

    private Poses.Pose fault() {
        return new Poses.Pose("fault", Place.AUDIT, () -> {
            audit.search("(actor:root OR outcome:perhaps");
            audit.range().kindProperty().set(SavedFilter.Range.TIME);
            audit.range().fromProperty().set("08:00");
        }, this::isFound, scene -> {}, scene -> true, this::leave);
    }

    private Poses.Pose groups() {
        return new Poses.Pose("groups", Place.AUDIT, () -> {
            audit.groups().byProperty().set(AuditExchange.GroupBy.ACTOR);
            audit.modeProperty().set(AuditViewModel.Mode.GROUPS);
        }, () -> {
            if (!isFound() || audit.groups().lines().isEmpty()) {
                return isFound() && audit.groups().lines().isEmpty();
            }
            if (audit.groups().lines().getFirst() instanceof AuditGroups.Line.Head head) {
                audit.groups().turn(head.group(), true);
            }
            return audit.groups().lines().stream().anyMatch(AuditGroups.Line.Row.class::isInstance);
        }, scene -> {}, scene -> true, this::leave);
    }

    private Poses.Pose panel(String name, String button, String shown) {
        return new Poses.Pose(name, Place.AUDIT, () -> {}, () -> isSettled(audit.topics().load()),
                scene -> Poses.fire(scene, button), scene -> scene.lookup(shown) != null, () -> {});
    }

    private Poses.Pose check() {
        return new Poses.Pose("verify", Place.AUDIT, () -> audit.check().check(),
                () -> !audit.check().runningProperty().get(), scene -> Poses.fire(scene, "#audit-verify-open"),
                scene -> scene.lookup("#check-panel") != null, () -> {});
    }

    private Poses.Pose filters() {
        return new Poses.Pose("filters", Place.AUDIT, () -> {
            audit.search("action:user.ban");
            SavedFilter bans = audit.filter("Bans");
            audit.filters().save(bans);
            audit.filters().save(new SavedFilter("refused", "Refused by the night shift", "outcome:refused -actor:root",
                    List.of(), SavedFilter.Range.DAY, "", ""));
            audit.filters().watch(bans, true);
        }, this::isFound, AuditPoses::openFilters, scene -> scene.lookup("#filter-panel") != null,
                this::forget);
    }

    private void forget() {
        audit.filters().rules().clear();
        audit.filters().filters().clear();
        leave();
    }

    private static void openFilters(Scene scene) {
        if (scene.lookup("#audit-filters") instanceof MenuButton button) {
            button.getItems().stream().filter(item -> "filter-open".equals(item.getId())).forEach(MenuItem::fire);
        }
    }
}
