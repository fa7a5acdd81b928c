/**
 * A job: long work that a node does in the background, survives its death, and can be cancelled.
 * Records only; jobs are kept and run by the server.
 */
@NullMarked
package dev.gatehouse.model.job;

import org.jspecify.annotations.NullMarked;
