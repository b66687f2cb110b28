-- What Latchboard keeps. Times are seconds since 1970, digests are SHA-256 (32 bytes).

CREATE TABLE facts (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
    id         INTEGER NOT NULL PRIMARY KEY,
    digest     BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

-- One row per API key and service: the customer secret (Argon2id) and the admin key in force.
CREATE TABLE configurations (
    api_key_id       INTEGER NOT NULL REFERENCES api_keys (id),
    service          TEXT NOT NULL,
    secret_hash      TEXT NOT NULL,
    admin_key_digest BLOB NOT NULL,
    created_at       INTEGER NOT NULL,
    changed_at       INTEGER NOT NULL,
    PRIMARY KEY (api_key_id, service)
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    id         INTEGER NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE access_keys (
    id            INTEGER NOT NULL PRIMARY KEY,
    user_id       INTEGER NOT NULL REFERENCES users (id),
    client_id     TEXT NOT NULL UNIQUE,
    secret_digest BLOB NOT NULL,
    created_at    INTEGER NOT NULL,
    revoked_at    INTEGER
) STRICT;

CREATE TABLE tokens (
    digest        BLOB NOT NULL PRIMARY KEY,
    access_key_id INTEGER NOT NULL REFERENCES access_keys (id),
    expires_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_by_expiry ON tokens (expires_at);

-- AUTOINCREMENT: an identifier that was given out once never means another secret.
CREATE TABLE api_secrets (
    id              INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    owner_id        INTEGER NOT NULL REFERENCES users (id),
    name            TEXT NOT NULL,
    url             TEXT NOT NULL,
    client_id       TEXT NOT NULL,
    client_secret   BLOB,            -- encrypted for this row and owner
    identifier_code TEXT,            -- NULL: none was given
    method          TEXT NOT NULL,
    tags            TEXT NOT NULL,
    notes           TEXT NOT NULL,
    need_justify    INTEGER NOT NULL DEFAULT 0,
    need_approval   INTEGER NOT NULL DEFAULT 0,
    active          INTEGER NOT NULL DEFAULT 1,
    created_at      INTEGER NOT NULL,
    changed_at      INTEGER NOT NULL,
    UNIQUE (owner_id, identifier_code)
) STRICT;
CREATE INDEX api_secrets_by_owner ON api_secrets (owner_id);
