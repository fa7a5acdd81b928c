/**
 * The main window: navigation, header, status bar, palette, notifications, screenshots.
 * No rules of a feature may enter.
 */
@NullMarked
package dev.gatehouse.ui.shell;

import org.jspecify.annotations.NullMarked;
