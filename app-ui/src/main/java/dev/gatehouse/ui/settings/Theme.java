package dev.gatehouse.ui.settings;

/** How the console looks. */
public enum Theme {
    LIGHT,
    DARK
}
