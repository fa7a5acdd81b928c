package dev.gatehouse.ui.audit;

import dev.gatehouse.model.api.AuditExchange;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.task.Debounce;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is typed to search the book: the words, how they may go on at the caret, and what the server finds wrong. */
public final class AuditWords {

    private static final Logger LOG = LoggerFactory.getLogger(AuditWords.class);
    private static final int MOST = 12;
    private static final Pattern OR = Pattern.compile("(^|[\\s)])OR([\\s(]|$)");
    private static final Pattern PLACE = Pattern.compile("(at character )(\\d{1,6})");
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}._/-]+");

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final StringProperty text = new SimpleStringProperty("");
    private final IntegerProperty caret = new SimpleIntegerProperty();
    private final ReadOnlyObjectWrapper<@Nullable Sentence> fault = new ReadOnlyObjectWrapper<>();
    private final ObservableList<AuditExchange.Completion> proposals = FXCollections.observableArrayList();
    private final BooleanProperty attended = new SimpleBooleanProperty();
    private long asked;
    /** Characters that stand before what was typed in what was last sent. */
    private int shift;

    /** @param changed told when a pause is made in typing */
    AuditWords(ConsoleClient client, TaskRunner tasks, Runnable changed) {
        this.client = client;
        this.tasks = tasks;
        Debounce typing = new Debounce(tasks, changed);
        Debounce completing = new Debounce(tasks, this::complete);
        text.addListener((observed, before, now) -> {
            fault.set(null);
            typing.typed();
            completing.typed();
        });
        caret.addListener((observed, before, now) -> completing.typed());
        attended.addListener((observed, before, now) -> complete());
    }

    public StringProperty textProperty() {
        return text;
    }

    /** Where the next letter would stand. */
    public IntegerProperty caretProperty() {
        return caret;
    }

    /** What the server finds wrong with the words; it names the place. */
    public ReadOnlyObjectProperty<@Nullable Sentence> faultProperty() {
        return fault.getReadOnlyProperty();
    }

    /** What could stand at the caret, the likeliest first. */
    public ObservableList<AuditExchange.Completion> proposals() {
        return proposals;
    }

    /** Whether somebody is at the words; only then they are completed. */
    public BooleanProperty attendedProperty() {
        return attended;
    }

    /** Puts {@code proposal} where it belongs; the caret goes behind it. */
    public void propose(AuditExchange.Completion proposal) {
        String now = text.get();
        int from = Math.clamp(proposal.from(), 0, now.length());
        int to = Math.clamp(proposal.to(), from, now.length());
        String tail = now.substring(to);
        boolean whole = !proposal.text().endsWith(":") && tail.isEmpty();
        String put = whole ? proposal.text() + " " : proposal.text();
        text.set(now.substring(0, from) + put + tail);
        caret.set(from + put.length());
    }

    private void complete() {
        long mine = ++asked;
        if (!attended.get()) {
            proposals.clear();
            return;
        }
        int at = Math.clamp(caret.get(), 0, text.get().length());
        tasks.when(client.audit().complete(text.get(), at), answer -> {
            if (mine == asked) {
                apply(answer);
            }
        }, failure -> {
            proposals.clear();
            LOG.debug("no proposals for the search: {}", failure.getMessage());
        });
    }

    void apply(AuditExchange.Completions answer) {
        List<AuditExchange.Completion> first = answer.items().stream().limit(MOST).toList();
        if (!first.equals(proposals)) {
            proposals.setAll(first);
        }
    }

    /** The server found nothing wrong. */
    void noFault() {
        fault.set(null);
    }

    /** Takes in why a search failed. Whether that is a fault of the words. */
    boolean take(Throwable failure) {
        return failure instanceof ServerProblem refused && take(refused.problem());
    }

    /** Whether {@code failure} is a fault of the words. */
    static boolean isFault(Throwable failure) {
        return failure instanceof ServerProblem refused && faultOf(refused.problem()) != null;
    }

    /** What a problem says of the words; absent where it says nothing of them. */
    private static @Nullable FieldError faultOf(Problem problem) {
        return problem.errors().stream().filter(error -> "q".equals(error.field())).findFirst().orElse(null);
    }

    /** As {@link #take(Throwable)}; {@code null} where nothing is wrong. */
    boolean take(@Nullable Problem problem) {
        FieldError found = problem == null ? null : faultOf(problem);
        fault.set(found == null ? null : Sentence.verbatim(placed(found.message())));
        return found != null;
    }

    /** The words together with further ones that must hold too; what was typed stays first, so that places stay true. */
    String and(List<String> further) {
        String typed = text.get().strip();
        String others = further.stream().filter(words -> !words.isEmpty()).collect(Collectors.joining(" "));
        shift = 0;
        if (typed.isEmpty() || others.isEmpty()) {
            return typed + others;
        }
        shift = OR.matcher(typed).find() ? 1 : 0;
        return (shift == 1 ? "(" + typed + ")" : typed) + " " + others;
    }

    /** What the server says, with the place as it is in what was typed. */
    private String placed(String message) {
        Matcher place = PLACE.matcher(message);
        return place.lookingAt()
                ? place.group(1) + Math.max(1, Integer.parseInt(place.group(2)) - shift)
                        + message.substring(place.end())
                : message;
    }

    /** {@code field:value} for any of the values; empty for none. */
    static String any(String field, List<String> values) {
        String words = values.stream().map(value -> field + ":" + quoted(value)).collect(Collectors.joining(" OR "));
        return values.size() > 1 ? "(" + words + ")" : words;
    }

    /** {@code value} as one word. */
    static String quoted(String value) {
        return PLAIN.matcher(value).matches() ? value : "\"" + value.replace("\"", "") + "\"";
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
