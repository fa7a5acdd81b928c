package dev.gatehouse.server.message;

/** What is kept of messages while the fleet lives. */
public record MessageLive(MessageStore messages, ReportStore reports) {}
