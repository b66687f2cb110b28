-- What access keys have spent of what they may look for, each in a window of time. Times are seconds since 1970.

CREATE TABLE budgets (
    subject  TEXT NOT NULL PRIMARY KEY,
    began_at BIGINT NOT NULL,
    spent    BIGINT NOT NULL
);
