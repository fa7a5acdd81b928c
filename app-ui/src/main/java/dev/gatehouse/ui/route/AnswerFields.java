package dev.gatehouse.ui.route;

import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.ui.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** An answer that is given without asking an upstream, as it is typed. */
public final class AnswerFields {

    private final StringProperty status = new SimpleStringProperty("");
    private final StringProperty contentType = new SimpleStringProperty("");
    private final StringProperty body = new SimpleStringProperty("");

    AnswerFields(StaticAnswer initial) {
        take(initial);
    }

    void take(StaticAnswer answer) {
        status.set(Integer.toString(answer.status()));
        contentType.set(answer.contentType());
        body.set(answer.body());
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

    ObjectBinding<@Nullable Sentence> statusFault() {
        return Bindings.createObjectBinding(() -> RouteRules.statusFault(status.get()), status);
    }

    ObjectBinding<@Nullable Sentence> contentTypeFault() {
        return Bindings.createObjectBinding(() -> RouteRules.contentTypeFault(contentType.get()), contentType);
    }

    ObjectBinding<@Nullable Sentence> bodyFault() {
        return Bindings.createObjectBinding(() -> RouteRules.bodyFault(body.get()), body);
    }

    boolean isSound() {
        return faulty().isEmpty();
    }

    /** The names, in the bundles, of the fields with something wrong with them. */
    List<String> faulty() {
        List<String> keys = new ArrayList<>();
        if (RouteRules.statusFault(status.get()) != null) {
            keys.add("route.status");
        }
        if (RouteRules.contentTypeFault(contentType.get()) != null) {
            keys.add("route.contentType");
        }
        if (RouteRules.bodyFault(body.get()) != null) {
            keys.add("route.body");
        }
        return keys;
    }

    /** Only where it is sound. */
    StaticAnswer answer() {
        return new StaticAnswer(Integer.parseInt(status.get().strip()), contentType.get().strip(), body.get());
    }

    List<Observable> inputs() {
        return List.of(status, contentType, body);
    }
}
