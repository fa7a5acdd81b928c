package dev.gatehouse.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.log.Ids;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowIdsTest {

    @Test
    void idsOfAJobAreAlwaysTheSameAndTellTheirLine() {
        String job = Ids.next();

        assertThat(new RowIds(job).of(7)).isEqualTo(new RowIds(job).of(7)).matches("[0-9A-HJKMNP-TV-Z]{26}")
                .startsWith(job.substring(0, 10));
        assertThat(new RowIds(job).line(new RowIds(job).of(31))).isEqualTo(31);
        assertThat(new RowIds(job).line(new RowIds(job).of(123_456_789))).isEqualTo(123_456_789);
    }

    @Test
    void jobsOfOneMillisecondShareNoId() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String job = Ids.next();
            ids.add(new RowIds(job).of(1));
            ids.add(new RowIds(job).of(2));
        }
        assertThat(ids).hasSize(2000);
        assertThat(new RowIds(Ids.next()).line(new RowIds(Ids.next()).of(1))).isNull();
        assertThat(new RowIds(Ids.next()).line("short")).isNull();
    }
}
