/**
 * Long work in the background: kept on disk, done batch by batch, gone on with after a crash.
 * What the work is belongs to the features, which bring it as kinds of jobs.
 */
@NullMarked
package dev.gatehouse.server.job;

import org.jspecify.annotations.NullMarked;
