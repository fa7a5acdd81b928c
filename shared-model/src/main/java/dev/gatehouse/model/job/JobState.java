package dev.gatehouse.model.job;

/** How far a job has come. */
public enum JobState {
    /** It works, or waits for its turn. */
    RUNNING,
    /** Its node stopped under it, or a dependency went away; it can be resumed where it was. */
    PAUSED,
    /** It came to its end; single rows may have failed. */
    DONE,
    /** Somebody stopped it; what was done stays done. */
    CANCELLED,
    /** It cannot go on. */
    FAILED;

    /** Whether nothing more will happen. */
    public boolean isOver() {
        return this == DONE || this == CANCELLED || this == FAILED;
    }
}
