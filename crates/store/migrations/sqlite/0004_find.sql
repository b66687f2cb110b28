-- Finding API secrets by the fingerprint of their value, by tag, and by code.

-- Key id and HMAC of the SHA-256 of the client secret; written along with it. NULL beside a client
-- secret: of an older program, and not indexed yet.
ALTER TABLE api_secrets ADD COLUMN fingerprint BLOB;
CREATE INDEX api_secrets_by_fingerprint ON api_secrets (fingerprint, owner_id);
CREATE INDEX api_secrets_unindexed ON api_secrets (id) WHERE client_secret IS NOT NULL AND fingerprint IS NULL;

CREATE INDEX api_secrets_by_code ON api_secrets (identifier_code) WHERE identifier_code IS NOT NULL;

-- The entries of `api_secrets.tags`: white space at their ends taken off, no more than the first 200
-- characters, empty ones left out. An index only: what counts is the text itself.
CREATE TABLE tags (
    tag           TEXT NOT NULL,
    api_secret_id INTEGER NOT NULL REFERENCES api_secrets (id),
    PRIMARY KEY (tag, api_secret_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_by_api_secret ON tags (api_secret_id);

WITH RECURSIVE
    blank (characters) AS (SELECT char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 8192, 8193, 8194, 8195, 8196, 8197,
        8198, 8199, 8200, 8201, 8202, 8232, 8233, 8239, 8287, 12288)),
    entries (api_secret_id, entry, rest) AS (
        SELECT id, NULL, tags || ',' FROM api_secrets WHERE tags <> ''
        UNION ALL
        SELECT api_secret_id, substr(rest, 1, instr(rest, ',') - 1), substr(rest, instr(rest, ',') + 1)
        FROM entries WHERE rest <> ''
    )
INSERT INTO tags (tag, api_secret_id)
SELECT DISTINCT substr(trim(entry, characters), 1, 200), api_secret_id FROM entries, blank
WHERE entry IS NOT NULL AND trim(entry, characters) <> '';
