package dev.gatehouse.server.user;

import dev.gatehouse.model.api.UsersExchange.Timeline;
import dev.gatehouse.model.user.TimelineEntry;
import dev.gatehouse.server.http.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What several books tell of a user, as one. */
public final class UserTimeline {

    /** The most entries of one moment that a page has room for. */
    private static final int MOST_AT_ONCE = 1000;
    private static final Comparator<TimelineEntry> NEWEST_FIRST = Comparator.comparing(TimelineEntry::at).reversed();

    private final List<TimelineSource> sources;

    public UserTimeline(List<TimelineSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * A page, newest first. A page ends between two moments and never within one, so it may be a little longer than
     * asked for; the next page is what was before {@link Timeline#before}.
     *
     * @param caller who is to see it
     * @param before the first moment that is no longer wanted; absent for the first page
     */
    Timeline page(String userId, Principal caller, @Nullable Instant before, int limit) {
        List<TimelineSource> seen = sources.stream().map(source -> source.seenBy(caller)).toList();
        List<TimelineEntry> found = new ArrayList<>();
        boolean cut = false;
        for (TimelineSource source : seen) {
            List<TimelineEntry> told = source.of(userId, null, before, limit + 1);
            cut = cut || told.size() > limit;
            found.addAll(told);
        }
        found.sort(NEWEST_FIRST);
        if (found.size() <= limit && !cut) {
            return new Timeline(List.copyOf(found), null);
        }
        Instant last = found.get(limit - 1).at();
        List<TimelineEntry> page = new ArrayList<>(found.stream().filter(entry -> entry.at().isAfter(last)).toList());
        for (TimelineSource source : seen) {
            page.addAll(source.of(userId, last, last.plusMillis(1), MOST_AT_ONCE));
        }
        boolean more = cut || found.getLast().at().isBefore(last);
        return new Timeline(List.copyOf(page), more ? last : null);
    }
}
