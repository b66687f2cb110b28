-- Who changes an API secret may say which version he has seen; a switch makes no new one.

ALTER TABLE api_secrets ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE api_secrets ADD COLUMN changed_by BIGINT;  -- a user; no reference, as with switched_by
