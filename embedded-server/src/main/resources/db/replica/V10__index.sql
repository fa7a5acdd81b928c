-- The audit index, made anew: words and fields of a record are terms of one full text index whose rows stand in the
-- order of time. Rows of the old index are moved by the node when it starts, as their words have to be cut.
DROP INDEX audit_record_time;
DROP INDEX audit_record_actor;
DROP INDEX audit_record_actor_name;
DROP INDEX audit_record_resource;
DROP INDEX audit_record_trace;
DROP INDEX audit_record_cause;
DROP INDEX audit_record_chain;
DROP TABLE audit_text;
ALTER TABLE audit_repeat RENAME TO audit_repeat_old;
ALTER TABLE audit_record RENAME TO audit_record_old;

-- Records of all indexed topics. "record" is the time in milliseconds times 65536 plus a counter, so that its order is
-- the order of time; id is absent and seq 0 where it is no audit record. "text" is what the full text search sees.
CREATE TABLE audit_record (
    record          INTEGER PRIMARY KEY,
    id              TEXT    UNIQUE,
    topic           TEXT    NOT NULL,
    partition       INTEGER NOT NULL,
    "offset"        INTEGER NOT NULL,
    kind            TEXT    NOT NULL,
    time_millis     INTEGER NOT NULL,
    actor           TEXT    NOT NULL,
    actor_name      TEXT    NOT NULL,
    action          TEXT    NOT NULL,
    outcome         TEXT    NOT NULL,
    trace           TEXT,
    session         TEXT,
    cause_topic     TEXT,
    cause_partition INTEGER,
    cause_offset    INTEGER,
    node            TEXT    NOT NULL,
    seq             INTEGER NOT NULL,
    event           TEXT    NOT NULL,
    raw             TEXT,
    text            TEXT    NOT NULL,
    UNIQUE (topic, partition, "offset")
);
CREATE INDEX audit_record_cause ON audit_record (cause_topic, cause_partition, cause_offset)
    WHERE cause_topic IS NOT NULL;
CREATE INDEX audit_record_chain ON audit_record (node, seq) WHERE seq > 0;

-- Positions at which a record that was indexed before stands once more: a node sent it again after a crash.
CREATE TABLE audit_repeat (
    topic     TEXT    NOT NULL,
    partition INTEGER NOT NULL,
    "offset"  INTEGER NOT NULL,
    id        TEXT    NOT NULL,
    PRIMARY KEY (topic, partition, "offset")
);
INSERT INTO audit_repeat SELECT p.topic, p.partition, p."offset", r.id
    FROM audit_repeat_old p JOIN audit_record_old r ON r.record = p.record;
DROP TABLE audit_repeat_old;

-- The different words of all records. Their numbers are the terms of audit_words.
CREATE TABLE audit_word (
    word INTEGER PRIMARY KEY,
    text TEXT    NOT NULL UNIQUE
);

-- Words that hardly occur twice, such as numbers, times and traces: a line each, by record.
CREATE TABLE audit_rare (
    record INTEGER PRIMARY KEY,
    text   TEXT    NOT NULL
);

-- The terms of each record: w and a word's number, or a letter for the field and its value in hex.
CREATE VIRTUAL TABLE audit_words USING fts5 (terms, tokenize = 'ascii', content = '', contentless_delete = 1,
    detail = none);

-- What is indexed of each topic; records and bytes are what the index holds, skipped are those that could not be read
-- in the topic's form, since is the time before which retention has dropped records.
CREATE TABLE audit_topic (
    topic        TEXT    PRIMARY KEY,
    kind         TEXT    NOT NULL,
    records      INTEGER NOT NULL,
    bytes        INTEGER NOT NULL,
    skipped      INTEGER NOT NULL,
    since_millis INTEGER
);

-- By how many milliseconds a record stands later in the order than its time says, at most: more than 65536 of them
-- were of one millisecond.
CREATE TABLE audit_spill (
    millis INTEGER NOT NULL
);
INSERT INTO audit_spill VALUES (0);
