-- The schema of version 5, as the program wrote it that had one chain of entries for all.
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
CREATE TABLE api_secrets (
    id              INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    owner_id        INTEGER NOT NULL REFERENCES users (id),
    name            TEXT NOT NULL,
    url             TEXT NOT NULL,
    client_id       TEXT NOT NULL,
    client_secret   BLOB,
    identifier_code TEXT,
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
ALTER TABLE api_keys ADD COLUMN positions_consent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_keys ADD COLUMN transitions_consent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE configurations ADD COLUMN admin_key_sealed BLOB;
ALTER TABLE access_keys ADD COLUMN expires_at INTEGER;
ALTER TABLE access_keys ADD COLUMN networks TEXT NOT NULL DEFAULT '*';
ALTER TABLE access_keys ADD COLUMN limited INTEGER NOT NULL DEFAULT 0;
CREATE TABLE access_key_items (
    access_key_id INTEGER NOT NULL REFERENCES access_keys (id),
    api_secret_id INTEGER NOT NULL REFERENCES api_secrets (id),
    PRIMARY KEY (access_key_id, api_secret_id)
) STRICT, WITHOUT ROWID;
ALTER TABLE api_secrets ADD COLUMN last_used_at INTEGER;
CREATE TABLE shares (
    api_secret_id INTEGER NOT NULL REFERENCES api_secrets (id),
    user_id       INTEGER NOT NULL REFERENCES users (id),
    can_edit      INTEGER NOT NULL,
    PRIMARY KEY (api_secret_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shares_by_user ON shares (user_id, api_secret_id);
CREATE TABLE attempts (
    subject   TEXT NOT NULL PRIMARY KEY,
    failures  INTEGER NOT NULL,
    failed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attempts_by_time ON attempts (failed_at);
ALTER TABLE api_secrets ADD COLUMN fingerprint BLOB;
CREATE INDEX api_secrets_by_fingerprint ON api_secrets (fingerprint, owner_id);
CREATE INDEX api_secrets_unindexed ON api_secrets (id) WHERE client_secret IS NOT NULL AND fingerprint IS NULL;
CREATE INDEX api_secrets_by_code ON api_secrets (identifier_code) WHERE identifier_code IS NOT NULL;
CREATE TABLE tags (
    tag           TEXT NOT NULL,
    api_secret_id INTEGER NOT NULL REFERENCES api_secrets (id),
    PRIMARY KEY (tag, api_secret_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_by_api_secret ON tags (api_secret_id);
CREATE TABLE audit (
    id      INTEGER NOT NULL PRIMARY KEY,
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
CREATE INDEX audit_by_target ON audit (target, id) WHERE target IS NOT NULL;
CREATE TABLE audit_head (
    id       INTEGER NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL,
    hash     BLOB NOT NULL,
    mac      BLOB NOT NULL
) STRICT;
CREATE TABLE audit_checkpoints (
    id        INTEGER NOT NULL PRIMARY KEY,
    time      INTEGER NOT NULL,
    hash      BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;
ALTER TABLE access_keys ADD COLUMN auditor INTEGER NOT NULL DEFAULT 0;
