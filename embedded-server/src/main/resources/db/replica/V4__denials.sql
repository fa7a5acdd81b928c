-- Sessions that were denied while the shared list could not be told, so that a restart does not forget them.
CREATE TABLE denial (
    session_hash TEXT    PRIMARY KEY,
    until_millis INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
