package dev.gatehouse.ui.settings;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Which columns of one table are put away; those of other tables are left as they are. */
public final class ColumnMemory {

    private final PreferenceFile file;
    private final String group;

    /** @param group what the keys of the table's columns begin with, without the dot */
    public ColumnMemory(PreferenceFile file, String group) {
        this.file = file;
        this.group = group + ".";
    }

    /** The keys of the columns that are put away. */
    public Set<String> hidden() {
        return file.current()
                .hiddenColumns()
                .stream()
                .filter(key -> key.startsWith(group))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Remembers {@code keys} in their place. */
    public void hide(Set<String> keys) {
        Set<String> all = new HashSet<>(file.current().hiddenColumns());
        all.removeIf(key -> key.startsWith(group));
        all.addAll(keys);
        file.save(file.current().withHiddenColumns(all));
    }
}
