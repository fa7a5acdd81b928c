package dev.gatehouse.ui.route;

import dev.gatehouse.model.api.RouteReplayExchange.Edit;
import dev.gatehouse.model.api.RoutesExchange;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.route.Route;
import dev.gatehouse.model.route.RouteSpec;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.text.Failures;
import dev.gatehouse.ui.text.Sentence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Changes of routes that nobody has saved, as they are asked about.
 *
 * @param told  what they are
 * @param names what each edit is called
 * @param edits the table with them is compared with the table as it is
 */
record ReplaySubject(Sentence told, List<String> names, List<Edit> edits) {

    private static final Pattern FIELD = Pattern.compile("edits\\[(\\d{1,4})](?:\\.draft)?\\.?(.*)");

    ReplaySubject {
        names = List.copyOf(names);
        edits = List.copyOf(edits);
    }

    /** What is typed, whether it is kept or not. */
    static ReplaySubject of(RouteFormModel form) {
        RoutesExchange.Draft draft = form.draft();
        Route edited = form.edited();
        return of(List.of(name(draft)), List.of(new Edit(edited == null ? null : edited.id(), draft)));
    }

    /** One draft. */
    static ReplaySubject of(RouteDraft draft) {
        return ofAll(List.of(draft));
    }

    /** All of {@code drafts}, the newest first: of several that change the same route the newest counts. */
    static ReplaySubject ofAll(List<RouteDraft> drafts) {
        Set<String> taken = new HashSet<>();
        List<String> names = new ArrayList<>();
        List<Edit> edits = new ArrayList<>();
        for (RouteDraft draft : drafts) {
            Route edited = draft.edited();
            if (edited == null || taken.add(edited.id())) {
                names.add(name(draft.draft()));
                edits.add(new Edit(edited == null ? null : edited.id(), draft.draft()));
            }
        }
        return of(names, edits);
    }

    private static ReplaySubject of(List<String> names, List<Edit> edits) {
        return new ReplaySubject(edits.size() == 1
                ? Sentence.of("route.replay.ofOne", names.getFirst())
                : Sentence.of("route.replay.ofAll", (long) edits.size()), names, edits);
    }

    private static String name(RoutesExchange.Draft draft) {
        return RouteName.of(Objects.requireNonNullElse(draft.method(), RouteSpec.ANY),
                Objects.requireNonNullElse(draft.host(), RouteSpec.ANY), Objects.requireNonNullElse(draft.path(), ""));
    }

    /** Why it could not be asked about: what the server says of an edit is said of the route that it stands for. */
    Sentence refused(Throwable failure) {
        if (!(failure instanceof ServerProblem problem) || problem.problem().errors().isEmpty()) {
            return Failures.sentence(failure);
        }
        return Sentence.verbatim(
                problem.problem().errors().stream().map(this::words).collect(Collectors.joining("\n")));
    }

    private String words(FieldError error) {
        Matcher field = FIELD.matcher(error.field());
        int at = field.matches() ? Integer.parseInt(field.group(1)) : names.size();
        if (at >= names.size()) {
            return error.field() + ": " + error.message();
        }
        return names.get(at) + ": " + (field.group(2).isEmpty() ? "" : field.group(2) + " ") + error.message();
    }
}
