package dev.gatehouse.ui.route;

import dev.gatehouse.model.route.RoutePolicies.LimitKey;
import dev.gatehouse.model.route.RoutePolicies.LimitKind;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import java.util.List;
import javafx.beans.Observable;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

/** One rate limit as it is typed. */
final class LimitRow {

    private final ObjectProperty<LimitKind> kind = new SimpleObjectProperty<>();
    private final ObjectProperty<LimitKey> per = new SimpleObjectProperty<>();
    private final FigureField permits;
    private final FigureField period;

    LimitRow(RateLimit limit) {
        kind.set(limit.kind());
        per.set(limit.per());
        permits = FigureField.count(1, RateLimit.MOST_PERMITS, limit.permits());
        period = FigureField.span(RateLimit.LEAST_PERIOD_MILLIS, RateLimit.MOST_PERIOD_MILLIS,
                limit.periodMillis());
    }

    ObjectProperty<LimitKind> kindProperty() {
        return kind;
    }

    ObjectProperty<LimitKey> perProperty() {
        return per;
    }

    FigureField permits() {
        return permits;
    }

    FigureField period() {
        return period;
    }

    boolean isSound() {
        return permits.isSound() && period.isSound();
    }

    /** Only where it is sound. */
    RateLimit limit() {
        return new RateLimit(kind.get(), per.get(), permits.value(), period.value());
    }

    List<Observable> inputs() {
        return List.of(kind, per, permits.textProperty(), period.textProperty());
    }
}
