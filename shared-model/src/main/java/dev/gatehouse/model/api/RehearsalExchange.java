package dev.gatehouse.model.api;

import dev.gatehouse.model.audit.Receipt;
import dev.gatehouse.model.health.Rehearsal;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Fate;
import dev.gatehouse.model.outage.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/rehearsal}: this node treats a dependency as away for a while. */
public final class RehearsalExchange {

    public static final String PATH = "/api/v1/rehearsal";
    /** The longest a rehearsal lasts, in seconds. */
    public static final int MOST_SECONDS = 600;

    private RehearsalExchange() {}

    /** {@code POST}; answered with {@link Begun}. */
    public record BeginRequest(@Nullable String dependency, @Nullable Integer seconds) {}

    /** A rehearsal that began. */
    public record Begun(Rehearsal rehearsal, Receipt receipt) {}

    /** {@code DELETE}: what was ended. */
    public record Ended(List<Rehearsal> ended, Receipt receipt) {}

    /**
     * {@code GET ?dependency=redis}: what is rehearsed now, and what would become of each action.
     *
     * @param effects empty where no dependency is named
     */
    public record Preview(List<Rehearsal> running, List<Effect> effects) {}

    /** What would become of one action of an administrator's. */
    public record Effect(Deed deed, Fate fate, Reason reason) {}
}
