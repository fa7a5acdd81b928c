package dev.gatehouse.ui.audit;

import dev.gatehouse.model.audit.TopicKind;

/** What kinds of topics are called. */
final class TopicWords {

    private TopicWords() {}

    static String key(TopicKind kind) {
        return switch (kind) {
            case AUDIT -> "audit.kind.audit";
            case CHANGES -> "audit.kind.changes";
            case ACCESS -> "audit.kind.access";
            case FOREIGN -> "audit.kind.foreign";
        };
    }
}
