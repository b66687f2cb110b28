-- Calls that carried an Idempotency-Key, and what they were answered. Times are seconds since 1970.

CREATE TABLE idempotency (
    id           BLOB NOT NULL PRIMARY KEY, -- keyed hash of credential and key
    request      BLOB NOT NULL,             -- keyed hash of call and body
    answer       BLOB,                      -- encrypted; NULL: not there yet, or not kept any more
    answer_until INTEGER,                  -- NULL: it was passed on to a vendor, and no answer has come yet
    created_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_time ON idempotency (created_at);
CREATE INDEX idempotency_by_answer ON idempotency (answer_until) WHERE answer IS NOT NULL;
