package dev.gatehouse.model.audit;

/** What the records of a topic are. */
public enum TopicKind {
    /** Audit records: CloudEvents with {@link AuditData}. */
    AUDIT,
    /** The change log: commands of users, routes and machines. */
    CHANGES,
    /** The access log: a line for each answered request. */
    ACCESS,
    /** Anything that Gatehouse did not write. */
    FOREIGN
}
