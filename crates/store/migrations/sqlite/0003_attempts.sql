-- Wrong secrets in a row, by what they were tried on, so that all processes on one database slow
-- down who guesses. Times are milliseconds since 1970.

CREATE TABLE attempts (
    subject   TEXT NOT NULL PRIMARY KEY,
    failures  INTEGER NOT NULL,
    failed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attempts_by_time ON attempts (failed_at);
