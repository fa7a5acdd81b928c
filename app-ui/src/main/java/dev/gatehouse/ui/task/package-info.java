/**
 * How work comes back to the thread of the view models, and how a view tells what it is doing.
 * The only place that may call {@code Platform.runLater}.
 */
@NullMarked
package dev.gatehouse.ui.task;

import org.jspecify.annotations.NullMarked;
