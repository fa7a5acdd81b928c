package dev.gatehouse.ui.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ui.settings.PreferenceFile;
import dev.gatehouse.ui.settings.SavedFilter;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.SameThreadTaskRunner;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedFiltersTest {

    @TempDir
    private Path folder;

    private final Notices notices = new Notices();

    private SavedFilters filters() {
        return new SavedFilters(new PreferenceFile(folder), new SameThreadTaskRunner(), notices);
    }

    private static SavedFilter filter(String id, String name) {
        return new SavedFilter(id, name, "action:user.ban", List.of("gatehouse.audit"), SavedFilter.Range.DAY, "", "");
    }

    @Test
    void filtersAndTheirRulesOutliveTheConsole() {
        SavedFilters filters = filters();
        filters.save(filter("1", "Bans"));
        filters.watch(filter("1", "Bans"), true);

        SavedFilters again = filters();

        assertThat(again.filters()).containsExactly(filter("1", "Bans"));
        assertThat(again.isWatched(filter("1", "Bans"))).isTrue();
    }

    @Test
    void filterOfTheSameNameTakesItsPlace() {
        SavedFilters filters = filters();
        filters.save(filter("1", "Bans"));
        filters.save(new SavedFilter("2", "Bans", "action:user.unban", List.of(), SavedFilter.Range.ALL, "", ""));

        assertThat(filters.filters()).singleElement().satisfies(only -> {
            assertThat(only.id()).isEqualTo("1");
            assertThat(only.query()).isEqualTo("action:user.unban");
        });
    }

    @Test
    void deletedFilterComesBackWithItsRule() {
        SavedFilters filters = filters();
        filters.save(filter("1", "Bans"));
        filters.save(filter("2", "Others"));
        filters.watch(filter("1", "Bans"), true);
        filters.delete(filter("1", "Bans"));
        assertThat(filters.rules()).isEmpty();

        assertThat(notices.undoLast()).isTrue();

        assertThat(filters.filters()).extracting(SavedFilter::name).containsExactly("Bans", "Others");
        assertThat(filters.isWatched(filter("1", "Bans"))).isTrue();
    }

    @Test
    void renamedFilterStaysWatched() {
        SavedFilters filters = filters();
        filters.save(filter("1", "Bans"));
        filters.watch(filter("1", "Bans"), true);

        filters.rename(filter("1", "Bans"), "Night shift");

        assertThat(filters.filters().getFirst().name()).isEqualTo("Night shift");
        assertThat(filters.isWatched(filters.filters().getFirst())).isTrue();
    }
}
