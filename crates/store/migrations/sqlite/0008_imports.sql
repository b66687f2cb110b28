-- What an import has stored, by a keyed hash of the line's content, so that a second import of it can be noticed.

ALTER TABLE api_secrets ADD COLUMN import_digest BLOB;
CREATE INDEX api_secrets_by_import ON api_secrets (import_digest) WHERE import_digest IS NOT NULL;
