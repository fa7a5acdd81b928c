-- Who was online at a moment: those ended after it that had connected by then.
ALTER TABLE ended_session ADD COLUMN connected_at_millis INTEGER NOT NULL DEFAULT 0;
UPDATE ended_session
SET connected_at_millis = CAST(unixepoch(json_extract(session, '$.session.connectedAt'), 'subsec') * 1000 AS INTEGER);
DROP INDEX ended_session_time;
CREATE INDEX ended_session_time ON ended_session (ended_at_millis, connected_at_millis);

-- Sessions that are online on any node as this one heard of them, so that one that ends while this node is down is
-- remembered too; session is the record as JSON.
CREATE TABLE online_session (
    sid                 TEXT PRIMARY KEY,
    connected_at_millis INTEGER NOT NULL,
    session             TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Spans of time in which this node heard of every session that came or went, as milliseconds since 1970 UTC.
CREATE TABLE presence_span (
    from_millis  INTEGER PRIMARY KEY,
    until_millis INTEGER NOT NULL
) STRICT;

-- Sessions that were listed though nobody was behind them; ghost is the record as JSON.
CREATE TABLE ghost_session (
    id              INTEGER PRIMARY KEY,
    found_at_millis INTEGER NOT NULL,
    ghost           TEXT    NOT NULL
) STRICT;
CREATE INDEX ghost_session_time ON ghost_session (found_at_millis);
