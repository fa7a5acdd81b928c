package dev.gatehouse.server.user;

import dev.gatehouse.model.api.UsersExchange.BulkAction;
import dev.gatehouse.model.api.UsersExchange.BulkPreview;
import dev.gatehouse.model.api.UsersExchange.BulkRequest;
import dev.gatehouse.model.api.UsersExchange.Selection;
import dev.gatehouse.model.api.UsersExchange.Skipped;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.model.user.User;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.csv.CsvWriting;
import dev.gatehouse.server.job.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What is done to many users at once: a look at what it would do, and then a job that does it. */
public final class UserBulk {

    private static final int PAGE = 1000;
    private static final int SAMPLE = 10;

    private final UserStore users;
    private final Jobs jobs;
    private final ToIntFunction<String> online;
    private final Clock clock;

    /** A request that makes sense. */
    private record Asked(BulkAction action, Selection users, BulkJob.Input input) {}

    /** @param online how many sessions a user has, on all nodes */
    public UserBulk(UserStore users, Jobs jobs, ToIntFunction<String> online, Clock clock) {
        this.users = users;
        this.jobs = jobs;
        this.online = online;
        this.clock = clock;
    }

    /**
     * What a request would do, as the users are now.
     *
     * @throws RequestFailure {@code invalid}
     */
    BulkPreview preview(BulkRequest request, boolean mayChangeAnybody, Actor actor) {
        Asked asked = checked(request, mayChangeAnybody);
        BulkRules rules = new BulkRules(asked.action(), actor.id(), mayChangeAnybody, asked.input().until());
        Instant now = clock.instant();
        Counts counts = new Counts(asked.action());
        each(asked.users(), (id, user) -> counts.add(user,
                user == null ? BulkRules.NOBODY : rules.skip(user, now)));
        return counts.preview();
    }

    /**
     * Begins a job for all users that are meant now.
     *
     * @return the job's id
     * @throws RequestFailure {@code invalid}
     */
    String begin(BulkRequest request, boolean mayChangeAnybody, Actor actor) {
        Asked asked = checked(request, mayChangeAnybody);
        Jobs.Draft draft = jobs.draft();
        try {
            long meant = write(asked.users(), draft);
            if (meant == 0) {
                throw RequestFailure.invalid("users", "No user is meant by this.");
            }
            String verb = switch (asked.action()) {
                case BAN -> "Ban ";
                case UNBAN -> "Unban ";
                case LOGOUT -> "Sign out ";
                case DELETE -> "Delete ";
            };
            return jobs.begin(draft, new Jobs.Plan(BulkJob.name(asked.action()),
                    verb + meant + (meant == 1 ? " user" : " users"), meant, asked.input()), actor).id();
        } catch (RuntimeException e) {
            jobs.drop(draft);
            throw e;
        }
    }

    private long write(Selection selection, Jobs.Draft draft) {
        long[] meant = {0};
        try (CsvWriting csv = new CsvWriting(Files.newOutputStream(draft.file()))) {
            each(selection, (id, user) -> {
                csv.row(id, user == null ? "" : user.username());
                meant[0]++;
            });
        } catch (IOException e) {
            throw new StorageException("The file " + draft.file() + " cannot be written: " + e.getMessage(), e);
        }
        return meant[0];
    }

    private void each(Selection selection, BiConsumer<String, @Nullable User> action) {
        List<String> ids = selection.ids();
        if (ids != null) {
            for (String id : new LinkedHashSet<>(ids)) {
                action.accept(id, users.find(id));
            }
            return;
        }
        UserStore.Filter filter = new UserStore.Filter(selection.q(), selection.role(), selection.state(),
                selection.dormantDays());
        List<User> page = users.page(filter, "", PAGE);
        while (!page.isEmpty()) {
            page.forEach(user -> action.accept(user.id(), user));
            page = users.page(filter, page.getLast().id(), PAGE);
        }
    }

    private Asked checked(BulkRequest request, boolean mayChangeAnybody) {
        List<FieldError> errors = new ArrayList<>();
        BulkAction action = request.action();
        Selection selection = request.users();
        if (action == null) {
            errors.add(new FieldError("action", "must be one of ban, unban, logout, delete."));
        }
        if (selection == null || !saysWho(selection)) {
            errors.add(new FieldError("users", "Say which users are meant: ids, or q, role, state or dormantDays."));
        } else {
            checkIds(selection, errors);
        }
        String reason = request.reason() == null ? "" : request.reason().strip();
        if (action == BulkAction.BAN) {
            UserRules.checkReason(reason, errors);
            if (request.until() != null && !request.until().isAfter(clock.instant())) {
                errors.add(new FieldError("until", "must be in the future, or absent to ban for good."));
            }
        }
        if (!errors.isEmpty() || action == null || selection == null) {
            throw RequestFailure.invalid(errors);
        }
        return new Asked(action, selection, new BulkJob.Input(reason, request.until(), mayChangeAnybody));
    }

    private static boolean saysWho(Selection selection) {
        return selection.ids() != null || (selection.q() != null && !selection.q().isBlank())
                || selection.role() != null || selection.state() != null || selection.dormantDays() != null;
    }

    private static void checkIds(Selection selection, List<FieldError> errors) {
        Integer days = selection.dormantDays();
        if (days != null && (days < 1 || days > UserEndpoints.MAX_DORMANT_DAYS)) {
            errors.add(new FieldError("users.dormantDays",
                    "must be a whole number from 1 to " + UserEndpoints.MAX_DORMANT_DAYS + "."));
        }
        List<String> ids = selection.ids();
        if (ids != null && ids.stream().anyMatch(id -> id == null || id.isBlank() || id.length() > 26)) {
            errors.add(new FieldError("users.ids", "must be ids of users."));
        }
    }

    /** Adds up a preview. */
    private final class Counts {

        private final BulkAction action;
        private final Map<String, Long> skipped = new TreeMap<>();
        private final List<User> sample = new ArrayList<>();
        private long matched;
        private long changing;
        private long sessions;

        Counts(BulkAction action) {
            this.action = action;
        }

        void add(@Nullable User user, @Nullable String skip) {
            matched++;
            if (user == null || skip != null) {
                skipped.merge(skip == null ? BulkRules.NOBODY : skip, 1L, Long::sum);
                return;
            }
            changing++;
            sessions += action == BulkAction.UNBAN ? 0 : online.applyAsInt(user.id());
            if (sample.size() < SAMPLE) {
                sample.add(user);
            }
        }

        BulkPreview preview() {
            return new BulkPreview(matched, changing, sessions, skipped.entrySet().stream()
                    .map(entry -> new Skipped(entry.getKey(), entry.getValue())).toList(), sample);
        }
    }
}
