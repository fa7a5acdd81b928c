package dev.gatehouse.model.audit;

/** An audit record together with its position in the log. */
public record AuditEntry(Receipt position, AuditEvent event) {}
