package dev.gatehouse.ui.route;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.task.Undo;
import dev.gatehouse.ui.text.Sentence;
import java.time.Clock;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Routes that are not published yet, kept on this machine for this operator; no server knows of them. */
public final class RouteDrafts {

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final Clock clock;
    private final ObservableList<RouteDraft> all = FXCollections.observableArrayList();

    RouteDrafts(ConsoleClient client, TaskRunner tasks, Notices notices, Clock clock) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        this.clock = clock;
    }

    /** The newest first. */
    public ObservableList<RouteDraft> all() {
        return all;
    }

    void refresh() {
        tasks.when(client.drafts().all(RouteDraft.class), found -> all.setAll(found.reversed()),
                failure -> notices.failed(failure, this::refresh));
    }

    /** Keeps what is typed; what was kept of the same form before is gone. */
    void keep(RouteFormModel form) {
        String id = form.draftId() == null ? UlidCreator.getMonotonicUlid().toString() : form.draftId();
        RouteDraft draft = new RouteDraft(id, form.begun(), form.draft(), clock.instant());
        tasks.when(client.drafts().keep(id, draft), done -> {
            form.keptAs(id);
            all.removeIf(each -> each.id().equals(id));
            all.addFirst(draft);
            notices.done(Sentence.of("route.draft.kept", draft.name()), null);
        }, failure -> notices.failed(failure, () -> keep(form)));
    }

    /** Nobody wants it any more; for a few seconds it can be had back. */
    void discard(RouteDraft draft) {
        int at = all.indexOf(draft);
        tasks.when(client.drafts().drop(draft.id()), done -> {
            all.removeIf(each -> each.id().equals(draft.id()));
            notices.done(Sentence.of("route.draft.dropped", draft.name()), null,
                    new Undo(tasks, () -> keepAgain(draft, at)), null);
        }, failure -> notices.failed(failure, () -> discard(draft)));
    }

    private void keepAgain(RouteDraft draft, int at) {
        tasks.when(client.drafts().keep(draft.id(), draft), done -> {
            all.removeIf(each -> each.id().equals(draft.id()));
            all.add(Math.clamp(at, 0, all.size()), draft);
        }, failure -> notices.failed(failure, () -> keepAgain(draft, at)));
    }

    /** It is published. */
    void drop(String id) {
        tasks.when(client.drafts().drop(id), done -> all.removeIf(each -> each.id().equals(id)),
                failure -> notices.failed(failure, () -> drop(id)));
    }

    /** What makes {@code spec} once more. */
    static RoutesExchange.Draft draft(RouteSpec spec) {
        return new RoutesExchange.Draft(spec.method(), spec.host(), spec.path(), spec.permission(), spec.roles(),
                spec.upstreams(), spec.staticAnswer(), spec.enabled(), spec.comment(), spec.policies());
    }
}
