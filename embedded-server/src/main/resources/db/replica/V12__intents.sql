-- Changes that were asked for and wait for the log, in the order of their making. intent is the record as it goes over
-- the wire; change is the command's own form, with a password as its hash; command_id is the id of the command that it
-- becomes, another one after each revision.
CREATE TABLE intent (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT    NOT NULL UNIQUE,
    command_id   TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    ended_millis INTEGER,
    intent       TEXT    NOT NULL,
    actor        TEXT    NOT NULL,
    change       TEXT    NOT NULL
) STRICT;
CREATE INDEX intent_open ON intent (seq) WHERE ended_millis IS NULL;
