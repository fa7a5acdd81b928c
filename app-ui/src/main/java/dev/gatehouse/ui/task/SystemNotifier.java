package dev.gatehouse.ui.task;

import dev.gatehouse.ui.text.Sentence;

/** Tells the operator something outside of the window, where the desktop can do so. */
@FunctionalInterface
public interface SystemNotifier {

    /** A desktop without notifications: the notice in the window is all there is. */
    SystemNotifier NONE = sentence -> {};

    /** Shows {@code sentence}; returns at once. */
    void tell(Sentence sentence);
}
