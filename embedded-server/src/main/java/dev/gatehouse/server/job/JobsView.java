package dev.gatehouse.server.job;

import dev.gatehouse.model.api.LiveExchange.View;
import dev.gatehouse.server.live.LiveView;
import org.jspecify.annotations.Nullable;

/** Windows on the jobs, newest first; query and sort are not understood. */
public final class JobsView implements LiveView {

    private final Jobs jobs;

    public JobsView(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public View view() {
        return View.JOBS;
    }

    @Override
    public long version() {
        return jobs.version();
    }

    @Override
    public Rows rows(@Nullable String query, @Nullable String sort, int offset, int limit) {
        return new Rows(jobs.count(), jobs.newest(offset, limit));
    }

    @Override
    public long ageMillis() {
        return 0;
    }
}
