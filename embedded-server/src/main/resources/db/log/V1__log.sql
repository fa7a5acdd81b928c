CREATE TABLE log_record (
    topic    TEXT    NOT NULL,
    "offset" INTEGER NOT NULL,
    key      TEXT    NOT NULL,
    value    TEXT    NOT NULL,
    PRIMARY KEY (topic, "offset")
);

-- The offset that each topic's next record gets; it stays when old records are removed.
CREATE TABLE log_end (
    topic TEXT    PRIMARY KEY,
    next  INTEGER NOT NULL
);
