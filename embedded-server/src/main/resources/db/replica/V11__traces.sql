-- Traces of which this node kept some work; times are microseconds since 1970 UTC, name is the one of the first span.
CREATE TABLE trace (
    id      TEXT PRIMARY KEY,
    name    TEXT    NOT NULL,
    started INTEGER NOT NULL,
    ended   INTEGER NOT NULL,
    spans   INTEGER NOT NULL,
    failed  INTEGER NOT NULL,
    cut     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX trace_started ON trace (started);
CREATE INDEX trace_took ON trace (ended - started);
CREATE INDEX trace_failed ON trace (started) WHERE failed = 1;

-- What this node did for a trace at one go; span is the whole of it, spans is JSON.
CREATE TABLE trace_work (
    trace TEXT NOT NULL,
    span  TEXT NOT NULL,
    spans TEXT NOT NULL,
    PRIMARY KEY (trace, span)
) STRICT, WITHOUT ROWID;

-- Changes that a part of this node could not follow, after all retries. The position is absent where the change did not
-- come from the log. Times are milliseconds since 1970 UTC.
CREATE TABLE dead_letter (
    id            TEXT PRIMARY KEY,
    follower      TEXT    NOT NULL,
    key           TEXT    NOT NULL,
    what          TEXT    NOT NULL,
    log_topic     TEXT,
    log_partition INTEGER,
    log_offset    INTEGER,
    error         TEXT    NOT NULL,
    attempts      INTEGER NOT NULL,
    first_at      INTEGER NOT NULL,
    last_at       INTEGER NOT NULL,
    trace         TEXT,
    UNIQUE (follower, what, log_topic, log_partition, log_offset)
) STRICT, WITHOUT ROWID;

-- The newest fencing token under which the log took a command, for each lock; log_offset is where it last did.
CREATE TABLE fence (
    lock       TEXT PRIMARY KEY,
    token      INTEGER NOT NULL,
    log_offset INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The fencing token of whoever works on a job, and the node that it is; a job that nobody works on has a token of 0.
ALTER TABLE job ADD COLUMN token INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN node TEXT;
ALTER TABLE job ADD COLUMN cancelled INTEGER NOT NULL DEFAULT 0;
