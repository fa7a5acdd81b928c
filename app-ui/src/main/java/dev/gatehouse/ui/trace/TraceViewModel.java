package dev.gatehouse.ui.trace;

import dev.gatehouse.model.api.TracesExchange;
import dev.gatehouse.model.api.TracesExchange.Order;
import dev.gatehouse.model.audit.AuditEntry;
import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.trace.TraceSummary;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.task.Activity;
import dev.gatehouse.ui.task.Debounce;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The traces that the nodes kept, and one of them span by span. */
public final class TraceViewModel implements Activity {

    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
    private static final int MOST = 200;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final Debounce typing;
    private final ObservableList<TraceSummary> rows = FXCollections.observableArrayList();
    private final ObservableList<SpanRow> spans = FXCollections.observableArrayList();
    private final ObservableList<AuditEntry> records = FXCollections.observableArrayList();
    private final Load load = new Load();
    private final Load traceLoad = new Load();
    private final StringProperty search = new SimpleStringProperty("");
    private final ObjectProperty<Order> order = new SimpleObjectProperty<>(Order.NEWEST);
    private final ReadOnlyObjectWrapper<@Nullable String> openId = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<TracesExchange.@Nullable Trace> trace = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Sentence> gaps = new ReadOnlyObjectWrapper<>();
    private final ObjectProperty<@Nullable SpanRow> selected = new SimpleObjectProperty<>();
    private long asked;

    public TraceViewModel(ConsoleClient client, TaskRunner tasks, Notices notices) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        typing = new Debounce(tasks, this::searched);
        search.addListener((observed, before, now) -> typing.typed());
        order.addListener((observed, before, now) -> list());
    }

    /** Whether a text is the id of a trace. */
    public static boolean isId(String text) {
        return TRACE_ID.matcher(text.strip().toLowerCase(Locale.ROOT)).matches();
    }

    public ObservableList<TraceSummary> rows() {
        return rows;
    }

    /** The bars of the trace that is open. */
    public ObservableList<SpanRow> spans() {
        return spans;
    }

    /** The audit records of the trace that is open. */
    public ObservableList<AuditEntry> records() {
        return records;
    }

    public Load load() {
        return load;
    }

    /** How the loading of the trace that is open does. */
    public Load traceLoad() {
        return traceLoad;
    }

    /** A part of a name, or the id of a trace. */
    public StringProperty searchProperty() {
        return search;
    }

    public ObjectProperty<Order> orderProperty() {
        return order;
    }

    /** The id of the trace that is open; {@code null} where the list is shown. */
    public ReadOnlyObjectProperty<@Nullable String> openIdProperty() {
        return openId.getReadOnlyProperty();
    }

    /** The trace that is open; {@code null} until it has come. */
    public ReadOnlyObjectProperty<TracesExchange.@Nullable Trace> traceProperty() {
        return trace.getReadOnlyProperty();
    }

    /** Which nodes did not answer, and whether spans are missing; {@code null} where all is there. */
    public ReadOnlyObjectProperty<@Nullable Sentence> gapsProperty() {
        return gaps.getReadOnlyProperty();
    }

    /** The bar that is looked at. */
    public ObjectProperty<@Nullable SpanRow> selectedProperty() {
        return selected;
    }

    @Override
    public void activate() {
        refresh();
    }

    @Override
    public void deactivate() {
        asked++;
    }

    @Override
    public void refresh() {
        String id = openId.get();
        if (id == null) {
            list();
        } else {
            find(id);
        }
    }

    /** Opens a trace. */
    public void open(String traceId) {
        openId.set(traceId.strip().toLowerCase(Locale.ROOT));
        trace.set(null);
        spans.clear();
        records.clear();
        selected.set(null);
        gaps.set(null);
        find(String.valueOf(openId.get()));
    }

    /** Goes back to the list. */
    public void leave() {
        openId.set(null);
        trace.set(null);
        selected.set(null);
        gaps.set(null);
        list();
    }

    /** Leads to an audit record of the trace. */
    public void openRecord(AuditEntry entry) {
        Receipt at = entry.position();
        notices.goTo("audit/" + at.topic() + "/" + at.partition() + "/" + at.offset());
    }

    private void searched() {
        if (isId(search.get())) {
            String id = search.get();
            search.set("");
            open(id);
        } else if (openId.get() == null) {
            list();
        }
    }

    private void list() {
        long mine = ++asked;
        load.waiting();
        tasks.when(client.traces().list(search.get(), order.get(), MOST), found -> {
            if (mine == asked) {
                rows.setAll(found.items());
                gaps.set(missing(found.missing(), false));
                load.ready();
            }
        }, failure -> {
            if (mine == asked) {
                load.failed(failure);
            }
        });
    }

    private void find(String traceId) {
        long mine = ++asked;
        traceLoad.waiting();
        tasks.when(client.traces().find(traceId), found -> {
            if (mine == asked) {
                show(found);
            }
        }, failure -> {
            if (mine == asked) {
                traceLoad.failed(failure);
            }
        });
    }

    void show(TracesExchange.Trace found) {
        SpanRow kept = selected.get();
        trace.set(found);
        spans.setAll(SpanRow.of(found.spans()));
        records.setAll(found.records());
        selected.set(spans.stream()
                .filter(row -> kept != null && row.span().spanId().equals(kept.span().spanId())).findFirst()
                .orElse(null));
        gaps.set(missing(found.missing(), found.cut()));
        traceLoad.ready();
    }

    private static @Nullable Sentence missing(List<String> nodes, boolean cut) {
        if (!nodes.isEmpty()) {
            return Sentence.of("trace.missing", String.join(", ", nodes));
        }
        return cut ? Sentence.of("trace.cut") : null;
    }
}
