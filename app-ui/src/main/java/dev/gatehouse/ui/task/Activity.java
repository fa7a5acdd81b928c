package dev.gatehouse.ui.task;

/** Something that costs the server work only while it is looked at. */
public interface Activity {

    /** It is looked at from now on. */
    void activate();

    /** It is no longer looked at. */
    void deactivate();

    /** The operator asks for fresh data. */
    void refresh();
}
