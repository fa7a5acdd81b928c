package dev.gatehouse.ui.session;

import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.api.SessionsExchange;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.client.WindowQuery;
import dev.gatehouse.ui.task.Activity;
import dev.gatehouse.ui.task.Debounce;
import dev.gatehouse.ui.task.LiveList;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableMap;
import org.jspecify.annotations.Nullable;

/** Who is online: a window over all nodes, sorted and searched by the server. */
public final class SessionViewModel implements Activity {

    /** Rows per page. */
    public static final int PAGE = 100;

    private final ConsoleClient client;
    private final Notices notices;
    private final TaskRunner tasks;
    private final LiveList<Session> online;
    private final EndedSessions ended;
    private final Debounce typing;
    private final StringProperty search = new SimpleStringProperty("");
    private final ObjectProperty<KindFilter> kind = new SimpleObjectProperty<>(KindFilter.ANY);
    private final ObjectProperty<@Nullable Session> focused = new SimpleObjectProperty<>();
    private final ObservableMap<String, Session> marked = FXCollections.observableHashMap();
    private final BooleanProperty over = new SimpleBooleanProperty();
    private @Nullable String sort;

    /** Which kind of client is shown. */
    public enum KindFilter {
        ANY(null),
        WEB(ClientKind.WEB),
        APP(ClientKind.APP),
        ADMIN(ClientKind.ADMIN);

        private final @Nullable ClientKind kind;

        KindFilter(@Nullable ClientKind kind) {
            this.kind = kind;
        }
    }

    public SessionViewModel(ConsoleClient client, LiveClient live, TaskRunner tasks, Notices notices) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        online = new LiveList<>(live, tasks, LiveExchange.View.SESSIONS, Session.class, WindowQuery.first(PAGE));
        ended = new EndedSessions(client, tasks);
        typing = new Debounce(tasks, () -> look(0));
        search.addListener((observed, before, now) -> typing.typed());
        kind.addListener((observed, before, now) -> look(0));
        online.rows().addListener((ListChangeListener<Session>) change -> follow());
    }

    public LiveList<Session> online() {
        return online;
    }

    public EndedSessions ended() {
        return ended;
    }

    public StringProperty searchProperty() {
        return search;
    }

    public ObjectProperty<KindFilter> kindProperty() {
        return kind;
    }

    /** The session whose details are shown; it stays when its row moves, and when it ends. */
    public ObjectProperty<@Nullable Session> focusedProperty() {
        return focused;
    }

    /** Sessions ticked for an action, by session id; they stay ticked when rows move. */
    public ObservableMap<String, Session> marked() {
        return marked;
    }

    public boolean mayKick() {
        return client.may(Role.OPERATOR);
    }

    /** Where the window stands, such as {@code 1–100}. */
    public StringBinding place() {
        return Bindings.createStringBinding(() -> {
            int from = online.query().offset();
            int rows = online.rows().size();
            return rows == 0 ? "0" : String.format(Locale.ENGLISH, "%,d–%,d", from + 1, from + rows);
        }, online.rows(), online.dataAtProperty());
    }

    public boolean hasBefore() {
        return online.query().offset() > 0;
    }

    public boolean hasAfter() {
        return online.query().offset() + online.rows().size() < online.totalProperty().get();
    }

    public void pageBefore() {
        look(Math.max(0, online.query().offset() - PAGE));
    }

    public void pageAfter() {
        if (hasAfter()) {
            look(online.query().offset() + PAGE);
        }
    }

    /** Whether those that are over are looked at. */
    public BooleanProperty overProperty() {
        return over;
    }

    /** Shows one session, online or over. */
    public void find(String sid) {
        tasks.when(client.sessions().get(sid), session -> {
            over.set(false);
            focused.set(session);
        }, failure -> {
            if (failure instanceof ServerProblem problem && problem.is(ErrorCode.NOT_FOUND)) {
                over.set(true);
                ended.find(sid);
            } else {
                notices.failed(failure, () -> find(sid));
            }
        });
    }

    /** @param field a field of a session, {@code -} before it for descending; {@code null} for the server's own order */
    public void sortBy(@Nullable String field) {
        sort = field;
        look(0);
    }

    public void mark(Session session, boolean wanted) {
        if (wanted) {
            marked.put(session.sid(), session);
        } else {
            marked.remove(session.sid());
        }
    }

    /** Ends {@code sessions}; the reason goes to the clients and into the audit record. */
    public void kick(List<Session> sessions, String reason) {
        List<String> sids = sessions.stream().map(Session::sid).toList();
        SessionsExchange.Filter filter = new SessionsExchange.Filter(sids, null, null, null, null);
        tasks.when(client.sessions().kick(new SessionsExchange.KickRequest(filter, reason)), kicked -> {
            sids.forEach(marked::remove);
            notices.done(Sentence.of("session.kicked", kicked.matched()), kicked.receipt());
        }, failure -> notices.failed(failure, () -> kick(sessions, reason)));
    }

    @Override
    public void activate() {
        online.open();
    }

    @Override
    public void deactivate() {
        online.close();
    }

    @Override
    public void refresh() {
        online.reopen();
        ended.load();
    }

    private void look(int offset) {
        online.move(new WindowQuery(query(), sort, offset, PAGE));
    }

    private @Nullable String query() {
        List<String> words = new ArrayList<>();
        if (!search.get().isBlank()) {
            words.add(search.get().strip());
        }
        if (kind.get().kind != null) {
            words.add("kind:" + kind.get().kind.name().toLowerCase(Locale.ROOT));
        }
        return words.isEmpty() ? null : String.join(" ", words);
    }

    private void follow() {
        Session watched = focused.get();
        if (watched != null) {
            online.rows()
                    .stream()
                    .filter(row -> row.sid().equals(watched.sid()))
                    .findFirst()
                    .ifPresent(focused::set);
        }
    }
}
