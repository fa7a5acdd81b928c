-- When a record was written, so that it can be let go once the log and the index have it and it is old enough.
ALTER TABLE audit_journal ADD COLUMN written_at_millis INTEGER NOT NULL DEFAULT 0;

-- 1 where the log holds the record without its before and after, as it was too large: then it stays here for good.
ALTER TABLE audit_journal ADD COLUMN cut INTEGER NOT NULL DEFAULT 0;

-- How far each node's chain had come when somebody looked: told_by is the node that looked. A chain that ends before
-- that, or has another record there, was tampered with.
CREATE TABLE audit_anchor (
    node      TEXT    NOT NULL,
    told_by   TEXT    NOT NULL,
    seq       INTEGER NOT NULL,
    hash      TEXT    NOT NULL,
    at_millis INTEGER NOT NULL,
    PRIMARY KEY (node, told_by)
);

-- Where a node's chain begins since older records were let go by age or size: the first seq that is kept, and the hash of
-- the record before it.
CREATE TABLE audit_floor (
    node      TEXT    PRIMARY KEY,
    seq       INTEGER NOT NULL,
    prev_hash TEXT    NOT NULL
);
