package dev.gatehouse.ui.user;

import dev.gatehouse.ui.settings.ColumnMemory;
import dev.gatehouse.ui.settings.PreferenceFile;
import java.util.List;
import java.util.Set;

/** What this room has the console remember. */
public final class UserPreferences {

    private final PreferenceFile file;
    private final ColumnMemory columns;

    UserPreferences(PreferenceFile file) {
        this.file = file;
        this.columns = new ColumnMemory(file, "user");
    }

    /** Reasons for bans, the last used first. */
    public List<String> reasons() {
        return file.current().reasons();
    }

    void reasonUsed(String reason) {
        file.save(file.current().withReason(reason));
    }

    /** Columns that the operator has put away. */
    public Set<String> hiddenColumns() {
        return columns.hidden();
    }

    public void hideColumns(Set<String> keys) {
        columns.hide(keys);
    }
}
