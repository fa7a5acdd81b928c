package dev.gatehouse.model.outage;

import dev.gatehouse.model.auth.Role;

/** What becomes of an action, and why. */
public record Verdict(Fate fate, Reason reason) {

    /** It is done. */
    public static final Verdict ALLOWED = new Verdict(Fate.ALLOWED, Reason.NONE);

    /** Decides one action. */
    public static Verdict of(Deed deed, Circumstances now) {
        if (now.readOnly() && deed != Deed.READ) {
            return blocked(Reason.READ_ONLY);
        }
        Role role = now.role();
        if (role == null || !role.includes(deed.role())) {
            return blocked(Reason.ROLE);
        }
        if (!now.server()) {
            return withoutServer(deed);
        }
        if (!now.liveState() && deed.changes() && now.closedLevels().contains(deed.role())) {
            return blocked(Reason.POLICY);
        }
        if (!now.log() && deed.needsLog()) {
            return deed.keeping() == Deed.Keeping.NONE
                    ? blocked(Reason.NEEDS_LOG)
                    : deed.keeping() == Deed.Keeping.CONFIRMED
                            ? new Verdict(Fate.QUEUED, Reason.CLICK)
                            : new Verdict(Fate.QUEUED, Reason.LOG_AWAY);
        }
        if (!now.liveState() && deed.liveState() == Deed.LiveState.NEEDED) {
            return blocked(Reason.NEEDS_LIVE_STATE);
        }
        if (!now.liveState() && deed.liveState() == Deed.LiveState.REACHES_OTHERS) {
            return new Verdict(Fate.ALLOWED, Reason.THIS_NODE);
        }
        return ALLOWED;
    }

    private static Verdict withoutServer(Deed deed) {
        if (deed == Deed.READ) {
            return new Verdict(Fate.ALLOWED, Reason.CACHED);
        }
        return switch (deed.keeping()) {
            case NONE -> blocked(deed == Deed.SET_PASSWORD ? Reason.SECRET : Reason.NEEDS_SERVER);
            case AT_NODE -> blocked(Reason.SECRET);
            case CONFIRMED -> new Verdict(Fate.QUEUED, Reason.CLICK);
            case ANYWHERE -> new Verdict(Fate.QUEUED, Reason.SERVER_AWAY);
        };
    }

    private static Verdict blocked(Reason reason) {
        return new Verdict(Fate.BLOCKED, reason);
    }
}
