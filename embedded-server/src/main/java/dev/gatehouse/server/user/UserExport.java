package dev.gatehouse.server.user;

import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.audit.Outcome;
import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.model.user.User;
import dev.gatehouse.server.audit.Action;
import dev.gatehouse.server.audit.AuditDraft;
import dev.gatehouse.server.audit.AuditJournal;
import dev.gatehouse.server.call.Trace;
import dev.gatehouse.server.csv.CsvWriting;
import dev.gatehouse.server.http.Download;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes users as a table that an import takes again; never a password. */
public final class UserExport {

    private static final int PAGE = 1000;

    private final UserStore users;
    private final AuditJournal journal;
    private final Clock clock;

    public UserExport(UserStore users, AuditJournal journal, Clock clock) {
        this.users = users;
        this.journal = journal;
        this.clock = clock;
    }

    /** All users that meet a filter, oldest first. That they were asked for is recorded before the first is written. */
    Download download(UserStore.Filter filter, Actor actor) {
        journal.note(AuditDraft.of(actor, Action.USER_EXPORT, "users", Outcome.ACCEPTED, clock.instant())
                .withChange(Json.LENIENT.valueToTree(filter), null).withTraceparent(Trace.current().traceparent()));
        return new Download(CsvWriting.MEDIA_TYPE, "users.csv", out -> write(filter, out));
    }

    private void write(UserStore.Filter filter, OutputStream out) throws IOException {
        List<ImportColumn> columns = ImportColumn.exported();
        try (CsvWriting csv = new CsvWriting(out)) {
            csv.row(columns.stream().map(ImportColumn::head).toArray(String[]::new));
            List<User> page = users.page(filter, "", PAGE);
            while (!page.isEmpty()) {
                for (User user : page) {
                    @Nullable
                    String[] cells = new @Nullable String[columns.size()];
                    for (int i = 0; i < cells.length; i++) {
                        cells[i] = cell(user, columns.get(i));
                    }
                    csv.row(cells);
                }
                page = users.page(filter, page.getLast().id(), PAGE);
            }
        }
    }

    private static @Nullable String cell(User user, ImportColumn column) {
        return switch (column) {
            case USERNAME -> user.username();
            case DISPLAY_NAME -> user.displayName();
            case EMAIL -> user.email();
            case ROLES -> user.roles().stream().sorted().map(Role::name).map(name -> name.toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(";"));
            case PASSWORD, PASSWORD_HASH -> null;
            case ID -> user.id();
            case STATE -> user.state().name().toLowerCase(Locale.ROOT);
            case CREATED_AT -> user.createdAt().toString();
            case LAST_LOGIN_AT -> user.lastLoginAt() == null ? null : user.lastLoginAt().toString();
        };
    }
}
