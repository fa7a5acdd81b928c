package dev.gatehouse.server.audit;

import dev.gatehouse.model.audit.AuditEvent;

/** What can be done that is worth a record. A refused one keeps the type of what was asked for. */
public enum Action {
    USER_CREATE("user.create", "user.created"),
    USER_UPDATE("user.update", "user.updated"),
    USER_DELETE("user.delete", "user.deleted"),
    USER_RESTORE("user.restore", "user.restored"),
    USER_EXPORT("user.export", "user.exported"),
    USER_BAN("user.ban", "user.banned"),
    USER_UNBAN("user.unban", "user.unbanned"),
    USER_PASSWORD("user.password", "user.password-changed"),
    USER_LOGOUT("user.logout", "user.logged-out"),
    JOB_START("job.start", "job.started"),
    JOB_CLAIM("job.claim", "job.claimed"),
    JOB_RESUME("job.resume", "job.resumed"),
    JOB_CANCEL("job.cancel", "job.cancelled"),
    JOB_END("job.end", "job.ended"),
    DEAD_LETTER_RETRY("dead-letter.retry", "dead-letter.retried"),
    DEAD_LETTER_DROP("dead-letter.drop", "dead-letter.dropped"),
    ROUTE_CREATE("route.create", "route.created"),
    ROUTE_REPLACE("route.replace", "route.replaced"),
    ROUTE_DELETE("route.delete", "route.deleted"),
    ROUTE_ROLLBACK("route.rollback", "route.rolled-back"),
    ROUTE_LIMITS_RESET("route.limits-reset", "route.limits-reset"),
    SESSION_KICK("session.kick", "session.kicked"),
    NODE_DRAIN("node.drain", "node.draining"),
    NODE_ADMIT("node.admit", "node.admitting"),
    NODE_DEATH("node.death", "node.died"),
    MESSAGE_SEND("message.send", "message.sent"),
    AUTH_LOGIN("auth.login", "auth.logged-in"),
    AUTH_LOGOUT("auth.logout", "auth.logged-out"),
    AUTH_REFRESH_REUSED("auth.refresh-reused", "auth.refresh-reused"),
    AUTH_TOKEN_REVOKED("auth.token-revoked", "auth.token-revoked"),
    AUTH_LOCKED("auth.locked", "auth.locked"),
    AUTH_LOCK_LIFTED("auth.lock-lifted", "auth.lock-lifted"),
    AUDIT_READ("audit.read", "audit.read"),
    AUDIT_UNMASK("audit.unmask", "audit.unmasked"),
    AUDIT_VERIFY("audit.verify", "audit.verified"),
    AUDIT_ANCHOR("audit.anchor", "audit.anchored"),
    AUTH_SESSION_END("auth.session-end", "auth.session-ended"),
    KEY_PUBLISH("key.publish", "key.published"),
    KEY_RETIRE("key.retire", "key.retired"),
    MACHINE_REGISTER("machine.register", "machine.registered"),
    MACHINE_ROTATE("machine.rotate", "machine.key-rotated"),
    MACHINE_RETIRE("machine.retire", "machine.retired"),
    MACHINE_HANDSHAKE("machine.handshake", "machine.session-opened"),
    MACHINE_CALL("machine.call", "machine.call-refused"),
    MACHINE_LOCK("machine.lock", "machine.address-locked"),
    INTENT_KEEP("intent.keep", "intent.kept"),
    INTENT_REVISE("intent.revise", "intent.revised"),
    INTENT_SUBMIT("intent.submit", "intent.submitted"),
    INTENT_DROP("intent.drop", "intent.dropped"),
    INTENT_END("intent.end", "intent.ended"),
    REHEARSAL_BEGIN("rehearsal.begin", "rehearsal.began"),
    REHEARSAL_END("rehearsal.end", "rehearsal.ended"),
    CAPSULE_EXPORT("capsule.export", "capsule.exported"),
    CALL_REFUSE("call.refuse", "call.refused");

    private final String code;
    private final String type;

    Action(String code, String type) {
        this.code = code;
        this.type = "gatehouse." + type;
    }

    /** Noun and verb, such as {@code user.ban}. */
    public String code() {
        return code;
    }

    /** The {@link AuditEvent#type} of its records, such as {@code gatehouse.user.banned}. */
    public String type() {
        return type;
    }
}
