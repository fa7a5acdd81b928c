-- Sessions that are over, on all nodes, as this node heard of them; session is the record as JSON.
CREATE TABLE ended_session (
    sid             TEXT    NOT NULL,
    ended_at_millis INTEGER NOT NULL,
    session         TEXT    NOT NULL,
    PRIMARY KEY (sid, ended_at_millis)
);
CREATE INDEX ended_session_time ON ended_session (ended_at_millis);
