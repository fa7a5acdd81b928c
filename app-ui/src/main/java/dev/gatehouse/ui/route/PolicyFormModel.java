package dev.gatehouse.ui.route;

import dev.gatehouse.model.route.RoutePolicies;
import dev.gatehouse.model.route.RoutePolicies.Breaker;
import dev.gatehouse.model.route.RoutePolicies.Bulkhead;
import dev.gatehouse.model.route.RoutePolicies.Cache;
import dev.gatehouse.model.route.RoutePolicies.ChangeKind;
import dev.gatehouse.model.route.RoutePolicies.Fallback;
import dev.gatehouse.model.route.RoutePolicies.LimitKey;
import dev.gatehouse.model.route.RoutePolicies.LimitKind;
import dev.gatehouse.model.route.RoutePolicies.RateLimit;
import dev.gatehouse.model.route.RoutePolicies.Retry;
import dev.gatehouse.model.route.StaticAnswer;
import dev.gatehouse.ui.text.Sentence;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What is typed about a route's policies, section by section, with the bounds that the server has. */
final class PolicyFormModel {

    private static final long MINUTE = 60_000;
    private static final RateLimit FIRST_LIMIT = new RateLimit(LimitKind.SLIDING_WINDOW, LimitKey.IP, 100, MINUTE);

    private final Map<PolicyPart, BooleanProperty> uses = new EnumMap<>(PolicyPart.class);
    private final FigureField timeout = FigureField.span(1, RoutePolicies.MOST_TIMEOUT_MILLIS,
            RoutePolicies.DEFAULT_TIMEOUT_MILLIS);
    private final FigureField attempts = FigureField.count(Retry.LEAST_ATTEMPTS, Retry.MOST_ATTEMPTS, 3);
    private final FigureField backoff = FigureField.span(0, Retry.MOST_BACKOFF_MILLIS, 100);
    private final FigureField volume = FigureField.count(1, Breaker.MOST_VOLUME, 20);
    private final FigureField percent = FigureField.count(1, 100, 50);
    private final FigureField open = FigureField.span(Breaker.LEAST_OPEN_MILLIS, Breaker.MOST_OPEN_MILLIS,
            10_000);
    private final FigureField concurrent = FigureField.count(1, Bulkhead.MOST_CONCURRENT, 64);
    private final ObservableList<LimitRow> limits = FXCollections.observableArrayList();
    private final FigureField ttl = FigureField.span(Cache.LEAST_TTL_MILLIS, Cache.MOST_TTL_MILLIS, MINUTE);
    private final Map<ChangeKind, BooleanProperty> invalidatedBy = new EnumMap<>(ChangeKind.class);
    private final BooleanProperty lastGood = new SimpleBooleanProperty(true);
    private final BooleanProperty answers = new SimpleBooleanProperty();
    private final AnswerFields answer = new AnswerFields(new StaticAnswer(503, "text/plain", ""));
    private final ReadOnlyObjectWrapper<@Nullable Sentence> limitsFault = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Sentence> fallbackFault = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable RoutePolicies> policies = new ReadOnlyObjectWrapper<>(
            RoutePolicies.NONE);
    private final ReadOnlyObjectWrapper<List<PolicyPart>> faulty = new ReadOnlyObjectWrapper<>(List.of());
    private final InvalidationListener typed = observed -> changed();
    private RoutePolicies lastSound = RoutePolicies.NONE;
    private boolean taking;

    PolicyFormModel() {
        for (PolicyPart part : PolicyPart.values()) {
            uses.put(part, new SimpleBooleanProperty());
        }
        for (ChangeKind kind : ChangeKind.values()) {
            invalidatedBy.put(kind, new SimpleBooleanProperty());
        }
        Stream.of(uses.values().stream(), invalidatedBy.values().stream(), figures().map(FigureField::textProperty),
                Stream.of(lastGood, answers), answer.inputs().stream())
                .flatMap(each -> each)
                .forEach(this::hear);
        limits.addListener((ListChangeListener<LimitRow>) change -> {
            while (change.next()) {
                change.getAddedSubList().forEach(row -> row.inputs().forEach(this::hear));
            }
            changed();
        });
    }

    private void hear(Observable input) {
        input.addListener(typed);
    }

    private Stream<FigureField> figures() {
        return Stream.of(timeout, attempts, backoff, volume, percent, open, concurrent, ttl);
    }

    /** Whether a part is wanted; for {@link PolicyPart#LIMITS} that is told by {@link #limits()} alone. */
    BooleanProperty useProperty(PolicyPart part) {
        return Objects.requireNonNull(uses.get(part));
    }

    FigureField timeout() {
        return timeout;
    }

    FigureField attempts() {
        return attempts;
    }

    FigureField backoff() {
        return backoff;
    }

    FigureField volume() {
        return volume;
    }

    FigureField percent() {
        return percent;
    }

    FigureField open() {
        return open;
    }

    FigureField concurrent() {
        return concurrent;
    }

    ObservableList<LimitRow> limits() {
        return limits;
    }

    FigureField ttl() {
        return ttl;
    }

    BooleanProperty invalidatedByProperty(ChangeKind kind) {
        return Objects.requireNonNull(invalidatedBy.get(kind));
    }

    BooleanProperty lastGoodProperty() {
        return lastGood;
    }

    /** Whether the fallback has an answer of its own. */
    BooleanProperty answersProperty() {
        return answers;
    }

    AnswerFields answer() {
        return answer;
    }

    ReadOnlyObjectProperty<@Nullable Sentence> limitsFaultProperty() {
        return limitsFault.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<@Nullable Sentence> fallbackFaultProperty() {
        return fallbackFault.getReadOnlyProperty();
    }

    /** What is typed; {@code null} while something is wrong with it. */
    ReadOnlyObjectProperty<@Nullable RoutePolicies> policiesProperty() {
        return policies.getReadOnlyProperty();
    }

    /** The parts that are wanted and have something wrong with them. */
    ReadOnlyObjectProperty<List<PolicyPart>> faultyProperty() {
        return faulty.getReadOnlyProperty();
    }

    /** What is typed, or what was before something went wrong with it. */
    RoutePolicies lastSound() {
        return lastSound;
    }

    /** One more limit, unless there are enough. */
    void addLimit() {
        if (limits.size() < RoutePolicies.MOST_LIMITS) {
            limits.add(new LimitRow(FIRST_LIMIT));
        }
    }

    /** Fills all sections; those that {@code wanted} does without keep what is typed in them for when they are wanted. */
    void take(RoutePolicies wanted) {
        taking = true;
        use(PolicyPart.TIMEOUT, wanted.timeoutMillis(), timeout::set);
        use(PolicyPart.RETRY, wanted.retry(), retry -> {
            attempts.set(retry.attempts());
            backoff.set(retry.backoffMillis());
        });
        use(PolicyPart.BREAKER, wanted.breaker(), breaker -> {
            volume.set(breaker.volume());
            percent.set(breaker.failurePercent());
            open.set(breaker.openMillis());
        });
        use(PolicyPart.BULKHEAD, wanted.bulkhead(), bulkhead -> concurrent.set(bulkhead.concurrent()));
        limits.setAll(wanted.limits().stream().map(LimitRow::new).toList());
        use(PolicyPart.CACHE, wanted.cache(), cache -> {
            ttl.set(cache.ttlMillis());
            invalidatedBy.forEach((kind, ticked) -> ticked.set(cache.invalidatedBy().contains(kind)));
        });
        use(PolicyPart.FALLBACK, wanted.fallback(), fallback -> {
            lastGood.set(fallback.lastGood());
            answers.set(fallback.answer() != null);
            if (fallback.answer() != null) {
                answer.take(fallback.answer());
            }
        });
        taking = false;
        changed();
    }

    /** Whether limits that somebody typed would be lost to {@code wanted}; those of a preset can be had again. */
    boolean losesLimits(RoutePolicies wanted) {
        if (limits.isEmpty() || !limits.stream().allMatch(LimitRow::isSound)) {
            return !limits.isEmpty();
        }
        List<RateLimit> now = limitList();
        return !now.equals(wanted.limits()) && Stream.of(PolicyPreset.values())
                .noneMatch(preset -> now.equals(preset.policies().limits()));
    }

    private <T> void use(PolicyPart part, @Nullable T wanted, java.util.function.Consumer<T> fill) {
        useProperty(part).set(wanted != null);
        if (wanted != null) {
            fill.accept(wanted);
        }
    }

    private void changed() {
        if (taking) {
            return;
        }
        limitsFault
                .set(limits.size() > RoutePolicies.MOST_LIMITS
                        ? Sentence.of("route.form.limits", RoutePolicies.MOST_LIMITS)
                        : null);
        fallbackFault.set(uses(PolicyPart.FALLBACK) && !lastGood.get() && !answers.get()
                ? Sentence.of("route.form.fallback")
                : null);
        faulty.set(Stream.of(PolicyPart.values()).filter(part -> !isSound(part)).toList());
        RoutePolicies now = faulty.get().isEmpty() ? typed() : null;
        lastSound = now == null ? lastSound : now;
        policies.set(now);
    }

    private boolean uses(PolicyPart part) {
        return useProperty(part).get();
    }

    private boolean sound(PolicyPart part, FigureField... fields) {
        return !uses(part) || Stream.of(fields).allMatch(FigureField::isSound);
    }

    private boolean isSound(PolicyPart part) {
        return switch (part) {
            case TIMEOUT -> sound(part, timeout);
            case RETRY -> sound(part, attempts, backoff);
            case BREAKER -> sound(part, volume, percent, open);
            case BULKHEAD -> sound(part, concurrent);
            case LIMITS -> limitsFault.get() == null && limits.stream().allMatch(LimitRow::isSound);
            case CACHE -> sound(part, ttl);
            case FALLBACK -> !uses(part)
                    || (fallbackFault.get() == null && (!answers.get() || answer.isSound()));
        };
    }

    private RoutePolicies typed() {
        Set<ChangeKind> kinds = EnumSet.noneOf(ChangeKind.class);
        invalidatedBy.forEach((kind, ticked) -> {
            if (ticked.get()) {
                kinds.add(kind);
            }
        });
        return new RoutePolicies(uses(PolicyPart.TIMEOUT) ? Long.valueOf(timeout.value()) : null,
                uses(PolicyPart.RETRY) ? new Retry(Math.toIntExact(attempts.value()), backoff.value()) : null,
                uses(PolicyPart.BREAKER)
                        ? new Breaker(Math.toIntExact(volume.value()), Math.toIntExact(percent.value()), open.value())
                        : null,
                uses(PolicyPart.BULKHEAD) ? new Bulkhead(Math.toIntExact(concurrent.value())) : null, limitList(),
                uses(PolicyPart.CACHE) ? new Cache(ttl.value(), kinds) : null,
                uses(PolicyPart.FALLBACK) ? new Fallback(lastGood.get(), answers.get() ? answer.answer() : null)
                        : null);
    }

    private List<RateLimit> limitList() {
        return limits.stream().map(LimitRow::limit).toList();
    }
}
