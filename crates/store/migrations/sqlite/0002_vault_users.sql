-- Consent, sharing, bounded access keys, and when an API secret was last read.

-- Location history and geofencing share the consents of their account, which here is the API key.
ALTER TABLE api_keys ADD COLUMN positions_consent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_keys ADD COLUMN transitions_consent INTEGER NOT NULL DEFAULT 0;

-- The admin key in force, encrypted; only while the server is told to repeat it (see `serve --help`).
ALTER TABLE configurations ADD COLUMN admin_key_sealed BLOB;

ALTER TABLE access_keys ADD COLUMN expires_at INTEGER;                 -- NULL: until revoked
ALTER TABLE access_keys ADD COLUMN networks TEXT NOT NULL DEFAULT '*'; -- where it may be used from
ALTER TABLE access_keys ADD COLUMN limited INTEGER NOT NULL DEFAULT 0; -- to its items

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
