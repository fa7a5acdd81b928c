-- Users, routes and keys as the change log has left them.

-- How far this node has come in the change log.
CREATE TABLE change_position (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    next_offset INTEGER NOT NULL
) STRICT;
INSERT INTO change_position (id, next_offset) VALUES (1, 0);

-- Commands that were applied lately, so that a repeat is applied once.
CREATE TABLE applied_command (
    id         TEXT PRIMARY KEY,
    log_offset INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX applied_command_by_offset ON applied_command (log_offset);

-- Times are milliseconds since 1970 UTC; roles are a JSON array; ban is a JSON object.
CREATE TABLE user (
    id                TEXT PRIMARY KEY,
    username          TEXT NOT NULL,
    username_folded   TEXT NOT NULL UNIQUE,
    display_name      TEXT,
    email             TEXT,
    roles             TEXT NOT NULL,
    is_admin          INTEGER NOT NULL,
    state             TEXT NOT NULL,
    ban               TEXT,
    banned_until      INTEGER,
    last_login_at     INTEGER,
    created_at        INTEGER NOT NULL,
    updated_at        INTEGER NOT NULL,
    version           INTEGER NOT NULL,
    password_hash     TEXT NOT NULL,
    sessions_ended_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX user_by_admin ON user (id) WHERE is_admin = 1;

-- The route as JSON, as it goes over the wire.
CREATE TABLE route (
    id   TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Every version that a route ever had; body is absent for the one that deleted it.
CREATE TABLE route_history (
    route_id      TEXT NOT NULL,
    version       INTEGER NOT NULL,
    change        TEXT NOT NULL,
    body          TEXT,
    changed_by    TEXT NOT NULL,
    changed_at    INTEGER NOT NULL,
    log_topic     TEXT NOT NULL,
    log_partition INTEGER NOT NULL,
    log_offset    INTEGER NOT NULL,
    PRIMARY KEY (route_id, version)
) STRICT, WITHOUT ROWID;

-- Public halves of the nodes' signing keys.
CREATE TABLE signing_key (
    id           TEXT PRIMARY KEY,
    node         TEXT NOT NULL,
    public_key   TEXT NOT NULL,
    published_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
