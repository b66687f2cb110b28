-- Calls that carried an Idempotency-Key, and what they were answered. Times are seconds since 1970.

CREATE TABLE idempotency (
    id           BYTEA NOT NULL PRIMARY KEY, -- keyed hash of credential and key
    request      BYTEA NOT NULL,             -- keyed hash of call and body
    answer       BYTEA,                      -- encrypted; NULL: not there yet, or not kept any more
    answer_until BIGINT,                  -- NULL: it was passed on to a vendor, and no answer has come yet
    created_at   BIGINT NOT NULL
);
CREATE INDEX idempotency_by_time ON idempotency (created_at);
CREATE INDEX idempotency_by_answer ON idempotency (answer_until) WHERE answer IS NOT NULL;
