package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RoutePermission;
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
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What is typed about a route, checked as it is typed. */
public final class RouteFormModel {

    /** The methods to choose from; {@code *} is any. */
    public static final List<String> METHODS = List.of("*", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

    private final @Nullable Route edited;
    private final StringProperty method = new SimpleStringProperty("GET");
    private final StringProperty host = new SimpleStringProperty("*");
    private final StringProperty path = new SimpleStringProperty("/");
    private final ObjectProperty<RoutePermission> permission = new SimpleObjectProperty<>(RoutePermission.USER);
    private final Map<Role, BooleanProperty> roles = new EnumMap<>(Role.class);
    private final BooleanProperty isStatic = new SimpleBooleanProperty();
    private final StringProperty upstreams = new SimpleStringProperty("");
    private final StringProperty status = new SimpleStringProperty("200");
    private final StringProperty contentType = new SimpleStringProperty("text/plain");
    private final StringProperty body = new SimpleStringProperty("");
    private final StringProperty comment = new SimpleStringProperty("");
    private final BooleanProperty enabled = new SimpleBooleanProperty(true);
    private final BooleanProperty busy = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<@Nullable Sentence> refusal = new ReadOnlyObjectWrapper<>();
    private final ObservableList<RouteWarning> warnings = FXCollections.observableArrayList();

    /** @param edited the route to change; absent for a new one */
    public RouteFormModel(@Nullable Route edited) {
        this.edited = edited;
        for (Role role : Role.values()) {
            roles.put(role, new SimpleBooleanProperty());
        }
        if (edited != null) {
            take(edited.spec());
        }
    }

    private void take(RouteSpec spec) {
        method.set(spec.method());
        host.set(spec.host());
        path.set(spec.path());
        permission.set(spec.permission());
        spec.roles().forEach(role -> roleProperty(role).set(true));
        upstreams.set(String.join("\n", spec.upstreams()));
        enabled.set(spec.enabled());
        comment.set(spec.comment() == null ? "" : spec.comment());
        StaticAnswer answer = spec.staticAnswer();
        if (answer != null) {
            isStatic.set(true);
            status.set(Integer.toString(answer.status()));
            contentType.set(answer.contentType());
            body.set(answer.body());
        }
    }

    public @Nullable Route edited() {
        return edited;
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

    public StringProperty statusProperty() {
        return status;
    }

    public StringProperty contentTypeProperty() {
        return contentType;
    }

    public StringProperty bodyProperty() {
        return body;
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

    public ObjectBinding<@Nullable Sentence> statusFault() {
        return Bindings.createObjectBinding(() -> isStatic.get() ? RouteRules.statusFault(status.get()) : null, status,
                isStatic);
    }

    /** Whether nothing is wrong with it. */
    public BooleanBinding sendable() {
        ObjectBinding<@Nullable Sentence> pathFault = pathFault();
        ObjectBinding<@Nullable Sentence> hostFault = hostFault();
        ObjectBinding<@Nullable Sentence> upstreamsFault = upstreamsFault();
        ObjectBinding<@Nullable Sentence> statusFault = statusFault();
        return Bindings.createBooleanBinding(
                () -> pathFault.get() == null && hostFault.get() == null && upstreamsFault.get() == null
                        && statusFault.get() == null && !busy.get(),
                pathFault, hostFault, upstreamsFault, statusFault, busy);
    }

    /** What is typed, as the server takes it. */
    public RoutesExchange.Draft draft() {
        boolean answers = isStatic.get() && RouteRules.statusFault(status.get()) == null;
        StaticAnswer answer = answers
                ? new StaticAnswer(Integer.parseInt(status.get().strip()), contentType.get().strip(), body.get())
                : null;
        Set<Role> chosen = EnumSet.noneOf(Role.class);
        roles.forEach((role, wanted) -> {
            if (wanted.get() && permission.get() == RoutePermission.ADMIN) {
                chosen.add(role);
            }
        });
        return new RoutesExchange.Draft(method.get(), host.get().strip(), path.get().strip(), permission.get(), chosen,
                isStatic.get() ? List.of() : addresses(), answer, enabled.get(),
                comment.get().isBlank() ? null : comment.get().strip(),
                edited == null ? null : edited.spec().policies());
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

    private List<String> addresses() {
        return Arrays.stream(upstreams.get().split("\\s+", -1)).filter(line -> !line.isBlank()).toList();
    }
}
