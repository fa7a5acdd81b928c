package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.model.route.RouteWarning;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.text.Failures;
import dev.gatehouse.ui.text.Sentence;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What is typed about a route, checked as it is typed. */
public final class RouteFormModel {

    /** The methods to choose from; {@code *} is any. */
    public static final List<String> METHODS = List.of("*", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

    private final @Nullable Route begun;
    private final InvalidationListener typed;
    private final StringProperty method = new SimpleStringProperty("GET");
    private final StringProperty host = new SimpleStringProperty("*");
    private final StringProperty path = new SimpleStringProperty("/");
    private final ObjectProperty<RoutePermission> permission = new SimpleObjectProperty<>(RoutePermission.USER);
    private final Map<Role, BooleanProperty> roles = new EnumMap<>(Role.class);
    private final BooleanProperty isStatic = new SimpleBooleanProperty();
    private final StringProperty upstreams = new SimpleStringProperty("");
    private final AnswerFields answer = new AnswerFields(new StaticAnswer(200, "text/plain", ""));
    private final PolicyFormModel policies = new PolicyFormModel();
    private final StringProperty comment = new SimpleStringProperty("");
    private final BooleanProperty enabled = new SimpleBooleanProperty(true);
    private final BooleanProperty busy = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<@Nullable Sentence> refusal = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper();
    private final BooleanBinding sendable;
    private final ReadOnlyObjectWrapper<@Nullable Moved> moved = new ReadOnlyObjectWrapper<>();
    private @Nullable Route edited;
    private @Nullable String draftId;
    private long untouched;
    private final ObservableList<RouteWarning> warnings = FXCollections.observableArrayList();
    private final ServerFaults faults = new ServerFaults();

    /**
     * What somebody else made of the route after the typing began.
     *
     * @param theirs  the route as it stands now
     * @param changes field by field, since the typing began
     */
    record Moved(Route theirs, List<RouteChanges.Change> changes) {}

    /** @param edited the route to change; absent for a new one */
    public RouteFormModel(@Nullable Route edited) {
        this.begun = edited;
        this.edited = edited;
        this.typed = this::touched;
        for (Role role : Role.values()) {
            roles.put(role, new SimpleBooleanProperty());
        }
        this.sendable = soundBinding();
        if (edited != null) {
            take(RouteDrafts.draft(edited.spec()));
        }
        Stream.<Observable>concat(Stream.of(method, host, path, permission, isStatic, upstreams, comment, enabled,
                policies.policiesProperty()), Stream.concat(roles.values().stream(), answer.inputs().stream()))
                .forEach(input -> input.addListener(typed));
    }

    /** Goes on with what was kept; nothing of it is saved yet. */
    static RouteFormModel of(RouteDraft kept) {
        RouteFormModel form = new RouteFormModel(kept.edited());
        form.take(kept.draft());
        form.draftId = kept.id();
        form.untouched = form.revision.get();
        return form;
    }

    private void take(RoutesExchange.Draft from) {
        method.set(from.method() == null ? RouteSpec.ANY : from.method());
        host.set(from.host() == null ? RouteSpec.ANY : from.host());
        path.set(from.path() == null ? "" : from.path());
        permission.set(from.permission() == null ? RoutePermission.USER : from.permission());
        Set<Role> named = from.roles() == null ? Set.of() : from.roles();
        roles.forEach((role, wanted) -> wanted.set(named.contains(role)));
        upstreams.set(from.upstreams() == null ? "" : String.join("\n", from.upstreams()));
        enabled.set(from.enabled() == null || from.enabled());
        comment.set(from.comment() == null ? "" : from.comment());
        policies.take(from.policies() == null ? RoutePolicies.NONE : from.policies());
        isStatic.set(from.staticAnswer() != null);
        if (from.staticAnswer() != null) {
            answer.take(from.staticAnswer());
        }
    }

    /** Counts what is typed. */
    ReadOnlyLongProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /** Whether anything was typed since it was opened. */
    boolean isTouched() {
        return revision.get() > untouched;
    }

    /** Under what it is kept as a draft; absent where it is not. */
    @Nullable
    String draftId() {
        return draftId;
    }

    /** It is kept as a draft. */
    void keptAs(String id) {
        draftId = id;
        untouched = revision.get();
    }

    /** The version that the next save goes on top of; absent for a new route. */
    public @Nullable Route edited() {
        return edited;
    }

    /** The route as it was when the typing began; absent for a new one. */
    @Nullable
    Route begun() {
        return begun;
    }

    /** What somebody else changed meanwhile; {@code null} where nobody did. */
    ReadOnlyObjectProperty<@Nullable Moved> movedProperty() {
        return moved.getReadOnlyProperty();
    }

    /**
     * Goes on with what is typed on top of {@code theirs}, where that is a newer version of the route; what it changed is
     * {@linkplain #movedProperty told}. Whether it is one.
     */
    boolean rebase(Route theirs) {
        Route now = edited;
        if (begun == null || now == null || !now.id().equals(theirs.id()) || theirs.version() <= now.version()) {
            return false;
        }
        edited = theirs;
        refusal.set(null);
        moved.set(new Moved(theirs, RouteChanges.between(begun.spec(), theirs.spec())));
        return true;
    }

    public StringProperty methodProperty() {
        return method;
    }

    public StringProperty hostProperty() {
        return host;
    }

    public StringProperty pathProperty() {
        return path;
    }

    public ObjectProperty<RoutePermission> permissionProperty() {
        return permission;
    }

    public BooleanProperty roleProperty(Role role) {
        return Objects.requireNonNull(roles.get(role));
    }

    /** Whether it answers by itself instead of asking an upstream. */
    public BooleanProperty staticProperty() {
        return isStatic;
    }

    /** One base address per line. */
    public StringProperty upstreamsProperty() {
        return upstreams;
    }

    /** What it answers where it does so by itself. */
    public AnswerFields answer() {
        return answer;
    }

    /** How requests are treated on their way. */
    PolicyFormModel policies() {
        return policies;
    }

    public StringProperty commentProperty() {
        return comment;
    }

    public BooleanProperty enabledProperty() {
        return enabled;
    }

    public BooleanProperty busyProperty() {
        return busy;
    }

    /** What the server says may not be meant. */
    public ObservableList<RouteWarning> warnings() {
        return warnings;
    }

    /** The server has looked at it; that it meets itself is no news. */
    void warned(List<RouteWarning> found) {
        faults.forget();
        warnings.setAll(found.stream()
                .filter(warning -> edited == null || !warning.routeId().equals(edited.id()))
                .toList());
    }

    /** What only the server finds wrong with it. */
    ServerFaults faults() {
        return faults;
    }

    /** The server has looked at it, or could not, and has no warnings. */
    void unsound(Throwable failure) {
        warnings.clear();
        faults.tell(failure);
    }

    public ReadOnlyObjectProperty<@Nullable Sentence> refusalProperty() {
        return refusal.getReadOnlyProperty();
    }

    public ObjectBinding<@Nullable Sentence> pathFault() {
        return Bindings.createObjectBinding(() -> RouteRules.pathFault(path.get()), path);
    }

    public ObjectBinding<@Nullable Sentence> hostFault() {
        return Bindings.createObjectBinding(() -> RouteRules.hostFault(host.get()), host);
    }

    public ObjectBinding<@Nullable Sentence> upstreamsFault() {
        return Bindings.createObjectBinding(
                () -> isStatic.get() ? null : RouteRules.upstreamsFault(addresses()), upstreams, isStatic);
    }

    ObjectBinding<@Nullable Sentence> commentFault() {
        return Bindings.createObjectBinding(() -> RouteRules.commentFault(comment.get()), comment);
    }

    /** Whether nothing is wrong with it. */
    public BooleanBinding sendable() {
        return sendable;
    }

    /**
     * Why it cannot be kept as a draft: a draft holds figures and answers, not what is typed, so none that is not sound. It
     * names the fields; {@code null} where it can be kept.
     */
    ObjectBinding<@Nullable Sentence> keepFault() {
        Observable[] observed = Stream
                .<Observable>concat(Stream.of(policies.faultyProperty(), isStatic), answer.inputs().stream())
                .toArray(Observable[]::new);
        return Bindings.createObjectBinding(() -> Stream
                .concat(isStatic.get() ? answer.faulty().stream() : Stream.empty(),
                        policies.faultyProperty().get().stream().map(PolicyPart::key))
                .map(Sentence::of)
                .reduce((before, next) -> Sentence.of("route.draft.list", before, next))
                .map(names -> Sentence.of("route.draft.fault", names))
                .orElse(null), observed);
    }

    private BooleanBinding soundBinding() {
        List<ObjectBinding<@Nullable Sentence>> faults = List.of(pathFault(), hostFault(), upstreamsFault(),
                commentFault());
        List<ObjectBinding<@Nullable Sentence>> answerFaults = List.of(answer.statusFault(),
                answer.contentTypeFault(), answer.bodyFault());
        Observable[] observed = Stream
                .concat(Stream.of(policies.policiesProperty(), busy, isStatic),
                        Stream.concat(faults.stream(), answerFaults.stream()))
                .toArray(Observable[]::new);
        return Bindings.createBooleanBinding(
                () -> !busy.get() && policies.policiesProperty().get() != null
                        && faults.stream().allMatch(fault -> fault.get() == null)
                        && (!isStatic.get() || answerFaults.stream().allMatch(fault -> fault.get() == null)),
                observed);
    }

    /** What is typed, as the server takes it; of policies with a fault it has those that were sound last. */
    public RoutesExchange.Draft draft() {
        Set<Role> chosen = EnumSet.noneOf(Role.class);
        roles.forEach((role, wanted) -> {
            if (wanted.get() && permission.get() == RoutePermission.ADMIN) {
                chosen.add(role);
            }
        });
        return new RoutesExchange.Draft(method.get(), host.get().strip(), path.get().strip(), permission.get(), chosen,
                isStatic.get() ? List.of() : addresses(),
                isStatic.get() && answer.isSound() ? answer.answer() : null, enabled.get(),
                comment.get().isBlank() ? null : comment.get().strip(), policies.lastSound());
    }

    /** The server refused. */
    public void refused(Throwable failure) {
        busy.set(false);
        if (failure instanceof ServerProblem problem && !problem.problem().errors().isEmpty()) {
            StringBuilder all = new StringBuilder();
            for (FieldError error : problem.problem().errors()) {
                all.append(all.isEmpty() ? "" : "\n").append(error.field()).append(": ").append(error.message());
            }
            refusal.set(Sentence.verbatim(all.toString()));
        } else {
            refusal.set(Failures.sentence(failure));
        }
    }

    private void touched(Observable input) {
        if (input instanceof ObservableValue<?> value) {
            value.getValue();
        }
        revision.set(revision.get() + 1);
    }

    private List<String> addresses() {
        return Arrays.stream(upstreams.get().split("\\s+", -1)).filter(line -> !line.isBlank()).toList();
    }
}
