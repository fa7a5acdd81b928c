/**
 * Jobs and their outcomes in the replica.
 * Only the tables {@code job} and {@code job_outcome}.
 */
@NullMarked
package dev.gatehouse.server.job.sqlite;

import org.jspecify.annotations.NullMarked;
