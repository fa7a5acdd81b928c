-- Machines as the change log has left them: the record as JSON, retired ones too. The name, in lower case, is absent
-- where the machine is retired, so that another may take it.
CREATE TABLE machine (
    id          TEXT PRIMARY KEY,
    name_in_use TEXT UNIQUE,
    body        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
