-- Long work of this node. input is JSON that the kind understands; position is the last line that was dealt with, in
-- one transaction with the outcomes of the lines up to it. Times are milliseconds since 1970 UTC.
CREATE TABLE job (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    title       TEXT NOT NULL,
    state       TEXT NOT NULL,
    actor       TEXT NOT NULL,
    traceparent TEXT,
    input       TEXT NOT NULL,
    position    INTEGER NOT NULL,
    total       INTEGER,
    done        INTEGER NOT NULL,
    failed      INTEGER NOT NULL,
    detail      TEXT,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    ended_at    INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX job_unfinished ON job (id) WHERE ended_at IS NULL;

-- What became of each line of a job's work.
CREATE TABLE job_outcome (
    job     TEXT NOT NULL,
    line    INTEGER NOT NULL,
    subject TEXT NOT NULL,
    outcome TEXT NOT NULL,
    message TEXT,
    failed  INTEGER NOT NULL,
    PRIMARY KEY (job, line)
) STRICT, WITHOUT ROWID;

-- Users that were deleted and can still be brought back; body is the user as JSON.
CREATE TABLE deleted_user (
    id                TEXT PRIMARY KEY,
    body              TEXT NOT NULL,
    password_hash     TEXT NOT NULL,
    sessions_ended_at INTEGER NOT NULL,
    deleted_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX deleted_user_by_time ON deleted_user (deleted_at);

-- Why a command was refused, so that a repeat of it is answered as the first was; absent where it was accepted.
ALTER TABLE applied_command ADD COLUMN refusal TEXT;

-- The ended sessions of one user.
CREATE INDEX ended_session_user ON ended_session (json_extract(session, '$.session.user'), ended_at_millis);
