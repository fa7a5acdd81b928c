-- This node's own audit records, in the order of their hash chain, and how far each has come on its way to the log.
-- The topic, partition and offset are where the log acknowledged the record; absent while it waits.
CREATE TABLE audit_journal (
    seq       INTEGER PRIMARY KEY,
    id        TEXT    NOT NULL UNIQUE,
    actor     TEXT    NOT NULL,
    hash      TEXT    NOT NULL,
    event     TEXT    NOT NULL,
    cause_topic     TEXT,
    cause_partition INTEGER,
    cause_offset    INTEGER,
    topic     TEXT,
    partition INTEGER,
    "offset"  INTEGER
);
CREATE INDEX audit_journal_waiting ON audit_journal (seq) WHERE topic IS NULL;
CREATE INDEX audit_journal_position ON audit_journal (topic, partition, "offset") WHERE topic IS NOT NULL;
CREATE INDEX audit_journal_cause ON audit_journal (cause_topic, cause_partition, cause_offset)
    WHERE cause_topic IS NOT NULL;

-- Every node's audit records, as read from the log. Each is here once by its id and once by its position.
CREATE TABLE audit_record (
    record          INTEGER PRIMARY KEY,
    id              TEXT    NOT NULL UNIQUE,
    topic           TEXT    NOT NULL,
    partition       INTEGER NOT NULL,
    "offset"        INTEGER NOT NULL,
    time_millis     INTEGER NOT NULL,
    actor           TEXT    NOT NULL,
    actor_name      TEXT    NOT NULL,
    action          TEXT    NOT NULL,
    resource        TEXT    NOT NULL,
    outcome         TEXT    NOT NULL,
    trace           TEXT,
    cause_topic     TEXT,
    cause_partition INTEGER,
    cause_offset    INTEGER,
    node            TEXT    NOT NULL,
    seq             INTEGER NOT NULL,
    event           TEXT    NOT NULL,
    UNIQUE (topic, partition, "offset")
);
CREATE INDEX audit_record_time ON audit_record (time_millis, record);
CREATE INDEX audit_record_actor ON audit_record (actor, time_millis);
CREATE INDEX audit_record_actor_name ON audit_record (actor_name COLLATE NOCASE, time_millis);
CREATE INDEX audit_record_resource ON audit_record (resource, time_millis);
CREATE INDEX audit_record_trace ON audit_record (trace) WHERE trace IS NOT NULL;
CREATE INDEX audit_record_cause ON audit_record (cause_topic, cause_partition, cause_offset)
    WHERE cause_topic IS NOT NULL;
CREATE INDEX audit_record_chain ON audit_record (node, seq);

-- Positions at which a record that was indexed before stands once more: a node sent it again after a crash.
CREATE TABLE audit_repeat (
    topic     TEXT    NOT NULL,
    partition INTEGER NOT NULL,
    "offset"  INTEGER NOT NULL,
    record    INTEGER NOT NULL REFERENCES audit_record (record),
    PRIMARY KEY (topic, partition, "offset")
);

-- Full text by groups of three characters, so that languages without spaces are found as well.
CREATE VIRTUAL TABLE audit_text USING fts5 (text, tokenize = 'trigram');

-- How far each partition is indexed: from is the first offset seen, next the first one not seen yet.
CREATE TABLE audit_position (
    topic             TEXT    NOT NULL,
    partition         INTEGER NOT NULL,
    "from"            INTEGER NOT NULL,
    next              INTEGER NOT NULL,
    indexed_at_millis INTEGER,
    PRIMARY KEY (topic, partition)
);

-- Offsets that the log no longer held when their turn came: from (inclusive) to "to" (exclusive).
CREATE TABLE audit_gap (
    topic     TEXT    NOT NULL,
    partition INTEGER NOT NULL,
    "from"    INTEGER NOT NULL,
    "to"      INTEGER NOT NULL,
    PRIMARY KEY (topic, partition, "from")
);
