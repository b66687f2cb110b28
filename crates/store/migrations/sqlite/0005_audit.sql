-- The audit log. Times are milliseconds since 1970. What each column may hold says the contract's
-- `audit::Entry`; `hash` covers the entry and the hash before it, `mac` is a keyed hash of `hash`.

CREATE TABLE audit (
    id      INTEGER NOT NULL PRIMARY KEY, -- counts from one, without gaps
    time    INTEGER NOT NULL,
    request TEXT,
    actor   TEXT NOT NULL,
    action  TEXT NOT NULL,
    target  TEXT,
    event   TEXT NOT NULL,
    attempt INTEGER,
    code    TEXT,
    count   INTEGER NOT NULL,
    hash    BLOB NOT NULL,
    mac     BLOB NOT NULL
) STRICT;
-- What became of one API secret, or of one key, is asked most, and of few rows among very many.
CREATE INDEX audit_by_target ON audit (target, id) WHERE target IS NOT NULL;

-- One row: where the log ends, and a keyed hash of that, so that cutting the last entries shows.
CREATE TABLE audit_head (
    id       INTEGER NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL,
    hash     BLOB NOT NULL,
    mac      BLOB NOT NULL
) STRICT;

-- Signatures over the log up to the entry of that number.
CREATE TABLE audit_checkpoints (
    id        INTEGER NOT NULL PRIMARY KEY,
    time      INTEGER NOT NULL,
    hash      BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;

ALTER TABLE access_keys ADD COLUMN auditor INTEGER NOT NULL DEFAULT 0; -- may read the audit log
