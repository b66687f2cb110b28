-- Finding API secrets by the fingerprint of their value, by tag, and by code.

-- Key id and HMAC of the SHA-256 of the client secret; written along with it. NULL beside a client
-- secret: of an older program, and not indexed yet.
ALTER TABLE api_secrets ADD COLUMN fingerprint BYTEA;
CREATE INDEX api_secrets_by_fingerprint ON api_secrets (fingerprint, owner_id);
CREATE INDEX api_secrets_unindexed ON api_secrets (id) WHERE client_secret IS NOT NULL AND fingerprint IS NULL;

-- By a hash: a code may be longer than an entry of a tree.
CREATE INDEX api_secrets_by_code ON api_secrets USING hash (identifier_code) WHERE identifier_code IS NOT NULL;

-- The entries of `api_secrets.tags`: white space at their ends taken off, no more than the first 200
-- characters, empty ones left out. An index only: what counts is the text itself.
CREATE TABLE tags (
    tag           TEXT COLLATE "C" NOT NULL,
    api_secret_id BIGINT NOT NULL REFERENCES api_secrets (id),
    PRIMARY KEY (tag, api_secret_id)
);
CREATE INDEX tags_by_api_secret ON tags (api_secret_id);

INSERT INTO tags (tag, api_secret_id)
SELECT DISTINCT left(btrim(entry, characters), 200), id
FROM api_secrets,
     LATERAL unnest(string_to_array(tags, ',')) AS entry,
     (SELECT U&'\0009\000A\000B\000C\000D\0020\0085\00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\2028\2029\202F\205F\3000'
          AS characters) AS blank
WHERE btrim(entry, characters) <> '';

-- Lists go by owner, in the order of identifiers, in pieces. (In SQLite every index ends with them.)
DROP INDEX api_secrets_by_owner;
CREATE INDEX api_secrets_by_owner ON api_secrets (owner_id, id);
