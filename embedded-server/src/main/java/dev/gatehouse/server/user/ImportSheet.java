package dev.gatehouse.server.user;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.csv.CsvCell;
import dev.gatehouse.model.error.FieldError;
import dev.gatehouse.server.auth.Passwords;
import dev.gatehouse.server.call.RequestFailure;
import dev.gatehouse.server.csv.CsvException;
import dev.gatehouse.server.csv.CsvReading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table of users to import, read row by row. Not safe for use by several threads. */
final class ImportSheet implements AutoCloseable {

    private static final String HEADER = "header";

    private final CsvReading csv;
    private final boolean mayGiveRoles;
    private final Map<ImportColumn, Integer> columns;
    private final int width;

    private ImportSheet(CsvReading csv, boolean mayGiveRoles, List<String> header) {
        this.csv = csv;
        this.mayGiveRoles = mayGiveRoles;
        this.columns = columns(header);
        this.width = header.size();
    }

    /**
     * Opens a table and reads its header.
     *
     * @param mayGiveRoles whether rows with roles are let through
     * @throws RequestFailure {@code invalid} where the header is not right
     * @throws CsvException where it is no CSV in UTF-8
     */
    static ImportSheet open(Path file, boolean mayGiveRoles) throws IOException {
        CsvReading csv = CsvReading.open(file);
        try {
            CsvReading.Row header = csv.next();
            if (header == null) {
                throw RequestFailure.invalid(HEADER, "is missing; the first line names the columns.");
            }
            return new ImportSheet(csv, mayGiveRoles, header.cells());
        } catch (RuntimeException e) {
            csv.close();
            throw e;
        }
    }

    private static Map<ImportColumn, Integer> columns(List<String> header) {
        Map<ImportColumn, Integer> columns = new EnumMap<>(ImportColumn.class);
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            ImportColumn column = ImportColumn.named(header.get(i));
            if (column == null) {
                errors.add(new FieldError(HEADER, "names the column \"" + shortened(header.get(i))
                        + "\", which is not known; known are " + ImportColumn.heads() + "."));
            } else if (columns.put(column, i) != null) {
                errors.add(new FieldError(HEADER, "names the column " + column.head() + " twice."));
            }
        }
        if (!columns.containsKey(ImportColumn.USERNAME)) {
            errors.add(new FieldError(HEADER, "must name the column username."));
        }
        if (!errors.isEmpty()) {
            throw RequestFailure.invalid(errors);
        }
        return columns;
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    /**
     * The next row; absent after the last.
     *
     * @throws CsvException where it is no CSV from here on
     */
    @Nullable
    ImportRow next() {
        CsvReading.Row row = csv.next();
        return row == null ? null : read(row.line(), row.cells());
    }

    private ImportRow read(long line, List<String> cells) {
        List<FieldError> faults = new ArrayList<>();
        String username = new CsvCell(cell(cells, ImportColumn.USERNAME).strip()).text();
        if (cells.size() != width) {
            faults.add(new FieldError("", "has " + cells.size() + " columns where the header has " + width + "."));
            return new ImportRow(line, username, null, null, Set.of(), null, null, faults);
        }
        String displayName = given(new CsvCell(cell(cells, ImportColumn.DISPLAY_NAME)).text().strip());
        String email = given(new CsvCell(cell(cells, ImportColumn.EMAIL)).text().strip());
        UserRules.checkUsername(username, faults);
        UserRules.checkProfile(displayName, email, faults);
        Set<Role> roles = roles(cell(cells, ImportColumn.ROLES), faults);
        if (!roles.isEmpty() && !mayGiveRoles) {
            faults.add(new FieldError(ImportColumn.ROLES.head(), "are given by administrators only."));
        }
        String state = cell(cells, ImportColumn.STATE).strip();
        if (!state.isEmpty() && !state.equalsIgnoreCase("active")) {
            faults.add(new FieldError(ImportColumn.STATE.head(),
                    "is not active, and an import would let the user in again."));
        }
        String password = given(cell(cells, ImportColumn.PASSWORD));
        String hash = given(cell(cells, ImportColumn.PASSWORD_HASH).strip());
        checkSecrets(password, hash, faults);
        return new ImportRow(line, username, displayName, email, roles, password, hash, faults);
    }

    private static void checkSecrets(@Nullable String password, @Nullable String hash, List<FieldError> faults) {
        if (password != null && hash != null) {
            faults.add(new FieldError(ImportColumn.PASSWORD.head(), "and passwordHash exclude each other; give one."));
        } else if (password != null) {
            Passwords.fault(ImportColumn.PASSWORD.head(), password).ifPresent(faults::add);
        } else if (hash != null && !Passwords.isHash(hash)) {
            faults.add(new FieldError(ImportColumn.PASSWORD_HASH.head(),
                    "must be an Argon2id hash such as $argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>."));
        }
    }

    private static Set<Role> roles(String cell, List<FieldError> faults) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : cell.split(";", -1)) {
            String wanted = name.strip().toUpperCase(Locale.ROOT);
            if (wanted.isEmpty()) {
                continue;
            }
            try {
                roles.add(Role.valueOf(wanted));
            } catch (IllegalArgumentException e) {
                faults.add(new FieldError(ImportColumn.ROLES.head(),
                        "must be viewer, operator or admin, several with ; between them."));
            }
        }
        return roles;
    }

    private String cell(List<String> cells, ImportColumn column) {
        Integer at = columns.get(column);
        return at == null || at >= cells.size() ? "" : cells.get(at);
    }

    private static @Nullable String given(String cell) {
        return cell.isEmpty() ? null : cell;
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
