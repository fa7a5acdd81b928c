package dev.gatehouse.ui.session;

import dev.gatehouse.model.api.LiveExchange;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.session.Session;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.client.WindowQuery;
import dev.gatehouse.ui.settings.ColumnMemory;
import dev.gatehouse.ui.task.Activity;
import dev.gatehouse.ui.task.LiveList;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import org.jspecify.annotations.Nullable;

/** Who is online: a window over all nodes, sorted and searched by the server, as it happens or at one moment. */
public final class SessionViewModel implements Activity {

    /** Rows per page. */
    public static final int PAGE = 100;

    private final ConsoleClient client;
    private final Notices notices;
    private final TaskRunner tasks;
    private final LiveList<Session> online;
    private final Snapshot snapshot;
    private final Moment moment;
    private final EndedSessions ended;
    private final GhostSessions ghosts;
    private final SocketWatch socket;
    private final SessionActions actions;
    private final ColumnMemory columns;
    private final SessionSearch search;
    private final ObjectProperty<KindFilter> kind = new SimpleObjectProperty<>(KindFilter.ANY);
    private final ObjectProperty<Tab> tab = new SimpleObjectProperty<>(Tab.ONLINE);
    private final ObjectProperty<Mode> mode = new SimpleObjectProperty<>(Mode.LIVE);
    private final ObjectProperty<@Nullable Session> focused = new SimpleObjectProperty<>();
    private final SessionEnd end;
    private final ObservableMap<String, Session> marked = FXCollections.observableHashMap();
    private @Nullable String sort;
    private boolean active;

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

    /** Which sessions are looked at. */
    public enum Tab {
        ONLINE,
        ENDED,
        GHOSTS
    }

    /** When those that are online are looked at. */
    public enum Mode {
        /** As it happens, by what the node has heard. */
        LIVE,
        /** Once, now, by the nodes' own records. */
        FRESH,
        /** At a moment of the past. */
        PAST
    }

    public SessionViewModel(ConsoleClient client, LiveClient live, TaskRunner tasks, Notices notices,
            SessionActions.Surroundings around) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        online = new LiveList<>(live, tasks, LiveExchange.View.SESSIONS, Session.class, WindowQuery.first(PAGE));
        snapshot = new Snapshot(client, tasks, around.clock());
        moment = new Moment(around.clock(), ZoneId.systemDefault());
        ended = new EndedSessions(client, tasks);
        ghosts = new GhostSessions(client, tasks);
        socket = new SocketWatch(client, tasks, around.clock(), this::over);
        end = new SessionEnd(tasks, ended);
        actions = new SessionActions(client, tasks, notices, around, this);
        columns = new ColumnMemory(around.preferences(), "session");
        search = new SessionSearch(client, tasks, () -> look(0));
        kind.addListener((observed, before, now) -> look(0));
        mode.addListener((observed, before, now) -> turn());
        moment.chosenProperty().addListener((observed, before, now) -> look(0));
        tab.addListener((observed, before, now) -> load(now));
        online.rows().addListener((ListChangeListener<Session>) change -> follow());
        focused.addListener((observed, before, now) -> watch(now));
    }

    /** The window on those that are online as it happens. */
    public LiveList<Session> online() {
        return online;
    }

    /** Those that were online at one moment. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** The moment of the past that is looked at. */
    public Moment moment() {
        return moment;
    }

    public EndedSessions ended() {
        return ended;
    }

    public GhostSessions ghosts() {
        return ghosts;
    }

    /** What the socket of the session does whose details are shown. */
    public SocketWatch socket() {
        return socket;
    }

    public SessionActions actions() {
        return actions;
    }

    /** Which columns are put away. */
    public ColumnMemory columns() {
        return columns;
    }

    public StringProperty searchProperty() {
        return search.textProperty();
    }

    /** What is wrong with the words searched for. */
    public ReadOnlyObjectProperty<@Nullable Sentence> faultProperty() {
        return search.faultProperty();
    }

    /** How the last word searched for may go on. */
    public ObservableList<String> proposals() {
        return search.proposals();
    }

    /** Puts {@code word} in the place of the last word searched for. */
    public void propose(String word) {
        search.propose(word);
    }

    public ObjectProperty<KindFilter> kindProperty() {
        return kind;
    }

    public ObjectProperty<Tab> tabProperty() {
        return tab;
    }

    public ObjectProperty<Mode> modeProperty() {
        return mode;
    }

    /** The session whose details are shown; it stays when its row moves, and when it ends. */
    public ObjectProperty<@Nullable Session> focusedProperty() {
        return focused;
    }

    /** Whether that session is over, and how it ended. */
    public SessionEnd end() {
        return end;
    }

    /** Sessions ticked for an action, by session id; they stay ticked when rows move. */
    public ObservableMap<String, Session> marked() {
        return marked;
    }

    public boolean mayAct() {
        return client.may(Role.OPERATOR);
    }

    /** Where the page stands in the whole list. */
    public record Place(int offset, int rows, long total) {

        /** Such as {@code 1–100}. */
        public String words() {
            return rows == 0 ? "0" : String.format(Locale.ENGLISH, "%,d–%,d", offset + 1, offset + rows);
        }

        public boolean hasBefore() {
            return offset > 0;
        }

        public boolean hasAfter() {
            return offset + rows < total;
        }
    }

    /** Where the page that is looked at stands. */
    public Place place() {
        if (mode.get() == Mode.LIVE) {
            return new Place(online.query().offset(), online.rows().size(), online.totalProperty().get());
        }
        Snapshot.Taken taken = snapshot.takenProperty().get();
        return taken == null ? new Place(0, 0, 0) : new Place(taken.offset(), snapshot.rows().size(), taken.total());
    }

    public void pageBefore() {
        look(Math.max(0, place().offset() - PAGE));
    }

    public void pageAfter() {
        if (place().hasAfter()) {
            look(place().offset() + PAGE);
        }
    }

    /** Shows one session, online or over. */
    public void find(String sid) {
        tasks.when(client.sessions().get(sid), session -> {
            tab.set(Tab.ONLINE);
            mode.set(Mode.LIVE);
            focused.set(session);
        }, failure -> {
            if (failure instanceof ServerProblem problem && problem.is(ErrorCode.NOT_FOUND)) {
                tab.set(Tab.ENDED);
                ended.find(sid);
            } else {
                notices.failed(failure, () -> find(sid));
            }
        });
    }

    /** Shows those that {@code words} name, as it happens. */
    public void show(String words) {
        tab.set(Tab.ONLINE);
        mode.set(Mode.LIVE);
        kind.set(KindFilter.ANY);
        search.textProperty().set(words);
        look(0);
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

    /** Marks every row of the page. */
    public void markPage() {
        if (mode.get() != Mode.PAST) {
            (mode.get() == Mode.LIVE ? online.rows() : snapshot.rows()).forEach(session -> mark(session, true));
        }
    }

    /** Whether a session may be acted on: it is not one of the past. */
    public boolean isNow() {
        return mode.get() != Mode.PAST;
    }

    /** Whether something is searched for, so that no rows do not mean that there is nobody. */
    public boolean isFiltered() {
        return query() != null;
    }

    /** Adds a word to those searched for, in the place of others with the same key. */
    public void narrow(String word) {
        search.textProperty().set(SessionWords.narrowed(search.textProperty().get(), word));
    }

    @Override
    public void activate() {
        active = true;
        if (mode.get() == Mode.LIVE) {
            online.open();
        }
        watch(focused.get());
        search.learn();
        load(tab.get());
    }

    @Override
    public void deactivate() {
        active = false;
        online.close();
        socket.stop();
    }

    @Override
    public void refresh() {
        search.learn();
        switch (tab.get()) {
            case ONLINE -> {
                if (mode.get() == Mode.LIVE) {
                    online.reopen();
                } else {
                    look(place().offset());
                }
            }
            case ENDED -> ended.load();
            case GHOSTS -> ghosts.load();
        }
    }

    private void load(Tab wanted) {
        switch (wanted) {
            case ONLINE -> {
            }
            case ENDED -> ended.load();
            case GHOSTS -> ghosts.load();
        }
    }

    private void turn() {
        focused.set(null);
        if (mode.get() == Mode.LIVE) {
            if (active) {
                online.open();
            }
        } else {
            online.close();
        }
        if (mode.get() == Mode.PAST) {
            moment.toNow();
        }
        look(0);
    }

    private void look(int offset) {
        if (search.faultProperty().get() != null) {
            return;
        }
        WindowQuery query = new WindowQuery(query(), sort, offset, PAGE);
        switch (mode.get()) {
            case LIVE -> online.move(query);
            case FRESH -> snapshot.take(null, query);
            case PAST -> snapshot.take(moment.chosenProperty().get(), query);
        }
    }

    private @Nullable String query() {
        String words = search.asked();
        if (kind.get().kind == null) {
            return words;
        }
        String kindWord = "kind:" + kind.get().kind.name().toLowerCase(Locale.ROOT);
        return words == null ? kindWord : words + " " + kindWord;
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

    private void watch(@Nullable Session session) {
        end.look(session);
        if (active && !end.isOver()) {
            socket.watch(session == null || !isNow() ? null : session.sid());
        }
    }

    private void over() {
        Session session = focused.get();
        if (session != null) {
            end.over(session);
        }
    }
}
