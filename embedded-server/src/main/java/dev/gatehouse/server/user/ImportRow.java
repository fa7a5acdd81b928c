package dev.gatehouse.server.user;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.error.FieldError;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One user of an import.
 *
 * @param line         counted from 1, the header being line 1
 * @param username     empty where there is none
 * @param password     absent where none is given
 * @param passwordHash absent where none is given
 * @param faults       what is wrong; the row is refused where there is anything
 */
record ImportRow(long line, String username, @Nullable String displayName, @Nullable String email, Set<Role> roles,
        @Nullable String password, @Nullable String passwordHash, List<FieldError> faults) {

    ImportRow {
        roles = Set.copyOf(roles);
        faults = List.copyOf(faults);
    }

    /** All faults in one sentence, without what was in the cells. */
    String complaint() {
        return faults.stream().map(fault -> (fault.field().isEmpty() ? "The row" : fault.field()) + " "
                + fault.message()).collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return "ImportRow[" + line + " " + username + "]";
    }
}
