-- The keys under which the tables of jobs under way are sealed in Redis, as the change log told them; times are milliseconds
-- since 1970 UTC.
CREATE TABLE job_secret (
    job     TEXT PRIMARY KEY,
    secret  TEXT    NOT NULL,
    told_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who came when, for capsules.
CREATE INDEX ended_session_connected ON ended_session (connected_at_millis);
