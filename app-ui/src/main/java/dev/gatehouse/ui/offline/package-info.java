/**
 * Working without the network: what can be done now and why not, how old what is shown is, changes that wait, and
 * rehearsals of outages. Knows no other room.
 */
@NullMarked
package dev.gatehouse.ui.offline;

import org.jspecify.annotations.NullMarked;
