/**
 * Locks that one node of the fleet holds at a time, with tokens that grow.
 * What is done under a lock belongs to the features.
 */
@NullMarked
package dev.gatehouse.server.lock;

import org.jspecify.annotations.NullMarked;
