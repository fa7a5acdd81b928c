package dev.gatehouse.server.user;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The columns of a table of users. An export has all but the secret ones; an import takes them in any order. */
enum ImportColumn {
    USERNAME("username"),
    DISPLAY_NAME("displayName"),
    EMAIL("email"),
    ROLES("roles"),
    PASSWORD("password"),
    PASSWORD_HASH("passwordHash"),
    /** Of an export; an import passes over it. */
    ID("id"),
    /** Of an export; an import takes no banned users, as it would let them in again. */
    STATE("state"),
    /** Of an export; an import passes over it. */
    CREATED_AT("createdAt"),
    /** Of an export; an import passes over it. */
    LAST_LOGIN_AT("lastLoginAt");

    private final String head;

    ImportColumn(String head) {
        this.head = head;
    }

    /** What stands in the header row. */
    String head() {
        return head;
    }

    boolean isSecret() {
        return this == PASSWORD || this == PASSWORD_HASH;
    }

    /** The column with this head, without regard to case and to space around it; absent where there is none. */
    static @Nullable ImportColumn named(String head) {
        for (ImportColumn column : values()) {
            if (column.head.equalsIgnoreCase(head.strip())) {
                return column;
            }
        }
        return null;
    }

    /** All heads, for a sentence. */
    static String heads() {
        return Arrays.stream(values()).map(ImportColumn::head).collect(Collectors.joining(", "));
    }

    /** The columns of an export. */
    static List<ImportColumn> exported() {
        return Arrays.stream(values()).filter(column -> !column.isSecret()).toList();
    }
}
