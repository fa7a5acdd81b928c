/**
 * Controls and dialogs that every view is made of.
 * Nothing of a single feature may enter.
 */
@NullMarked
package dev.gatehouse.ui.widget;

import org.jspecify.annotations.NullMarked;
