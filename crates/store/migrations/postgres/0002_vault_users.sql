-- Consent, sharing, bounded access keys, and when an API secret was last read.

-- Location history and geofencing share the consents of their account, which here is the API key.
ALTER TABLE api_keys ADD COLUMN positions_consent BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE api_keys ADD COLUMN transitions_consent BOOLEAN NOT NULL DEFAULT FALSE;

-- The admin key in force, encrypted; only while the server is told to repeat it (see `serve --help`).
ALTER TABLE configurations ADD COLUMN admin_key_sealed BYTEA;

ALTER TABLE access_keys ADD COLUMN expires_at BIGINT;                      -- NULL: until revoked
ALTER TABLE access_keys ADD COLUMN networks TEXT NOT NULL DEFAULT '*';     -- where it may be used from
ALTER TABLE access_keys ADD COLUMN limited BOOLEAN NOT NULL DEFAULT FALSE; -- to its items

CREATE TABLE access_key_items (
    access_key_id BIGINT NOT NULL REFERENCES access_keys (id),
    api_secret_id BIGINT NOT NULL REFERENCES api_secrets (id),
    PRIMARY KEY (access_key_id, api_secret_id)
);

ALTER TABLE api_secrets ADD COLUMN last_used_at BIGINT;

CREATE TABLE shares (
    api_secret_id BIGINT NOT NULL REFERENCES api_secrets (id),
    user_id       BIGINT NOT NULL REFERENCES users (id),
    can_edit      BOOLEAN NOT NULL,
    PRIMARY KEY (api_secret_id, user_id)
);
CREATE INDEX shares_by_user ON shares (user_id, api_secret_id);
