-- What an inventory says beside the list: when and by whom an API secret was last switched, and what only our server keeps
-- of it. Times are seconds since 1970.

ALTER TABLE api_secrets ADD COLUMN switched_at INTEGER;
ALTER TABLE api_secrets ADD COLUMN switched_by INTEGER; -- a user; no reference, as each switch would have to look it up
ALTER TABLE api_secrets ADD COLUMN owner TEXT;          -- who answers for it; whose it is says owner_id
ALTER TABLE api_secrets ADD COLUMN expires_at INTEGER;
ALTER TABLE api_secrets ADD COLUMN expires_note TEXT;
ALTER TABLE api_secrets ADD COLUMN exposed_at INTEGER;  -- its value is known to have leaked
ALTER TABLE api_secrets ADD COLUMN replaced_at INTEGER; -- and was replaced since, but it was not switched off yet

-- As far as the audit log goes back.
UPDATE api_secrets SET (switched_at, switched_by) = (
    SELECT time / 1000, (SELECT user_id FROM access_keys WHERE client_id = substr(actor, length('access-key:') + 1))
    FROM audit
    WHERE target = 'api-secret:' || api_secrets.id AND event = 'done' AND action IN ('activate', 'deactivate')
    ORDER BY audit.id DESC LIMIT 1
);

-- The last of them tells whether anything has changed that an inventory says, but for uses.
CREATE INDEX audit_of_vault ON audit (id)
WHERE event = 'done' AND action IN ('create', 'update', 'markExposed', 'activate', 'deactivate', 'import');

-- One row: how often times of use were written.
CREATE TABLE uses (
    id      INTEGER NOT NULL PRIMARY KEY,
    written INTEGER NOT NULL
) STRICT;
INSERT INTO uses (id, written) VALUES (1, 0);
