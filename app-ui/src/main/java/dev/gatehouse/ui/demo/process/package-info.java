/**
 * Programs that the demo starts and that must never outlive it.
 * Knows processes and files; nothing of what the programs say to each other.
 */
@NullMarked
package dev.gatehouse.ui.demo.process;

import org.jspecify.annotations.NullMarked;
