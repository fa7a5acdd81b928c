package dev.gatehouse.server.live;

import dev.gatehouse.model.api.LiveExchange.View;
import dev.gatehouse.server.http.Principal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Windows on the audit, newest first; no other order is understood. */
public final class AuditView implements LiveView {

    private final AuditTail tail;
    private final AtomicLong version;

    public AuditView(AuditTail tail) {
        this(tail, new AtomicLong());
        tail.onIndexed(version::incrementAndGet);
    }

    private AuditView(AuditTail tail, AtomicLong version) {
        this.tail = tail;
        this.version = version;
    }

    @Override
    public LiveView seenBy(Principal caller) {
        return new AuditView(tail.seenBy(caller), version);
    }

    @Override
    public View view() {
        return View.AUDIT;
    }

    @Override
    public long version() {
        return version.get();
    }

    @Override
    public Rows rows(@Nullable String query, @Nullable String sort, int offset, int limit) {
        return tail.newest(query, offset, limit);
    }

    /** Shorter than of other views: a record that waits for its look is one that somebody waits for. */
    @Override
    public Duration leastPause() {
        return Duration.ofMillis(100);
    }

    @Override
    public long ageMillis() {
        return 0;
    }
}
