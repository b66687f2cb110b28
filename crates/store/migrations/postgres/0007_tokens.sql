-- When tokens were made, so that the oldest of an access key goes first; and when access keys were last used. Times are
-- seconds since 1970.

ALTER TABLE tokens ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0;
DROP INDEX tokens_by_access_key;
CREATE INDEX tokens_by_age ON tokens (access_key_id, created_at);
ALTER TABLE access_keys ADD COLUMN last_used_at BIGINT;
