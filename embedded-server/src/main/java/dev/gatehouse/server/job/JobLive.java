package dev.gatehouse.server.job;

import dev.gatehouse.server.lock.FencedLocks;
import org.jspecify.annotations.Nullable;

/**
 * What nodes share of jobs.
 *
 * @param store  absent where the node is alone and keeps its jobs itself
 * @param inputs the files of jobs
 */
public record JobLive(FencedLocks locks, @Nullable JobStore store, JobInputs inputs) {}
