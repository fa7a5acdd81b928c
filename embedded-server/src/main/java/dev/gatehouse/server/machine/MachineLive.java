package dev.gatehouse.server.machine;

/** The part of the live state that belongs to machines. */
public record MachineLive(MachineStore store, MachineLocks locks) {}
