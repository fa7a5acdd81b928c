/**
 * The command line: commands, options, exit codes and the log's places.
 * Sentences for people only; what a command does lives elsewhere.
 */
@NullMarked
package dev.gatehouse.ui.cli;

import org.jspecify.annotations.NullMarked;
