package dev.gatehouse.server.user;

import dev.gatehouse.model.api.UsersExchange.ImportPreview;
import dev.gatehouse.model.api.UsersExchange.RowFault;
import dev.gatehouse.model.audit.Actor;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.call.StorageException;
import dev.gatehouse.server.csv.CsvException;
import dev.gatehouse.server.job.Jobs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at tables of users before anything is changed, and begins imports. */
public final class UserImports {

    private static final int MOST_ROWS = 500_000;
    private static final int MOST_FAULTS = 20;
    private static final int LOOK_UP = 500;

    private final UserStore users;
    private final Jobs jobs;

    public UserImports(UserStore users, Jobs jobs) {
        this.users = users;
        this.jobs = jobs;
    }

    /** Prepares a job whose file the table goes into. */
    Jobs.Draft draft() {
        return jobs.draft();
    }

    /** Drops a table that is not to be imported. */
    void drop(Jobs.Draft draft) {
        jobs.drop(draft);
    }

    /**
     * Begins to import a table.
     *
     * @param name of the file, where it is known
     * @return the job's id
     * @throws RequestFailure {@code invalid} where it is no table of users; single rows may be wrong
     */
    String begin(Jobs.Draft draft, @Nullable String name, boolean mayGiveRoles, Actor actor) {
        long rows = look(draft.file(), mayGiveRoles, null);
        if (rows == 0) {
            throw RequestFailure.invalid("file", "has no row below its header.");
        }
        String title = name == null ? "Import of " + rows + " users" : name;
        return jobs.begin(draft, new Jobs.Plan(UserImport.NAME, title, rows, new UserImport.Input(mayGiveRoles)), actor)
                .id();
    }

    /**
     * What an import would do, as the users are now.
     *
     * @throws RequestFailure {@code invalid} where it is no table of users
     */
    ImportPreview preview(Path file, boolean mayGiveRoles) {
        Preview preview = new Preview();
        look(file, mayGiveRoles, preview);
        return preview.result();
    }

    /** Reads a table to its end and counts its rows. */
    private static long look(Path file, boolean mayGiveRoles, @Nullable Preview preview) {
        long rows = 0;
        try (ImportSheet sheet = ImportSheet.open(file, mayGiveRoles)) {
            for (ImportRow row = sheet.next(); row != null; row = sheet.next()) {
                rows++;
                if (rows > MOST_ROWS) {
                    throw RequestFailure.invalid("file", "has more than " + MOST_ROWS + " rows; split it.");
                }
                if (preview != null) {
                    preview.add(row);
                }
            }
            return rows;
        } catch (CsvException e) {
            throw RequestFailure.invalid("file", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new StorageException("The file that was sent cannot be read again: " + e.getMessage(), e);
        }
    }

    /** Counts rows, and asks for their names in groups. */
    private final class Preview {

        private final Map<String, Long> seen = new HashMap<>();
        private final List<ImportRow> group = new ArrayList<>();
        private final List<RowFault> faults = new ArrayList<>();
        private long rows;
        private long refused;

        void add(ImportRow row) {
            rows++;
            group.add(row);
            if (group.size() == LOOK_UP) {
                judge();
            }
        }

        ImportPreview result() {
            judge();
            return new ImportPreview(rows, rows - refused, refused, faults);
        }

        private void judge() {
            Set<String> there = users.named(group.stream().filter(row -> row.faults().isEmpty())
                    .map(ImportRow::username).toList()).keySet();
            for (ImportRow row : group) {
                List<FieldError> wrong = row.faults().isEmpty() ? taken(row, there) : row.faults();
                if (!wrong.isEmpty()) {
                    refused++;
                }
                for (FieldError fault : wrong) {
                    if (faults.size() < MOST_FAULTS) {
                        faults.add(new RowFault(row.line(), fault.field().isEmpty() ? null : fault.field(),
                                fault.message()));
                    }
                }
            }
            group.clear();
        }

        private List<FieldError> taken(ImportRow row, Set<String> there) {
            String folded = row.username().toLowerCase(Locale.ROOT);
            if (there.contains(folded)) {
                return List.of(new FieldError("username", "is there already; that user stays as it is."));
            }
            Long line = seen.putIfAbsent(folded, row.line());
            return line == null ? List.of()
                    : List.of(new FieldError("username", "is the same as in line " + line + "."));
        }
    }
}
