-- The audit log in lanes: each process that writes has one of its own, so that none waits for another. A sequencer gives
-- the entries of all lanes their numbers afterwards. What was one chain until now becomes lane 0, which is closed.

ALTER TABLE audit RENAME COLUMN id TO sequence; -- counts from one in its lane, without gaps
ALTER TABLE audit ADD COLUMN lane BIGINT NOT NULL DEFAULT 0;
ALTER TABLE audit ALTER COLUMN lane DROP DEFAULT;
DROP INDEX audit_by_target;
DROP INDEX audit_of_vault;
ALTER TABLE audit DROP CONSTRAINT audit_pkey, ADD PRIMARY KEY (lane, sequence);
CREATE INDEX audit_by_target ON audit (target, lane, sequence) WHERE target IS NOT NULL;
CREATE INDEX audit_of_vault ON audit (lane, sequence)
WHERE event = 'done' AND action IN ('create', 'update', 'markExposed', 'activate', 'deactivate', 'import');

-- Where each lane ends, and a keyed hash of that, so that cutting its last entries shows.
CREATE TABLE audit_lanes (
    lane     BIGINT NOT NULL PRIMARY KEY,
    sequence BIGINT NOT NULL,
    hash     BYTEA NOT NULL,
    mac      BYTEA NOT NULL,
    owner    BYTEA,                     -- the process that writes to it
    seen_at  BIGINT NOT NULL DEFAULT 0  -- when that was last there; milliseconds since 1970, by the database's clock
);
INSERT INTO audit_lanes (lane, sequence, hash, mac) SELECT 0, sequence, hash, mac FROM audit_head;
DROP TABLE audit_head;

-- Which numbers the entries of the lanes have: `count` of them in a row from `first` on.
CREATE TABLE audit_spans (
    first      BIGINT NOT NULL PRIMARY KEY,
    lane       BIGINT NOT NULL,
    lane_first BIGINT NOT NULL,
    count      BIGINT NOT NULL,
    UNIQUE (lane, lane_first)
);

-- One row: how many entries have a number, and the signed checkpoint (C2SP tlog-checkpoint) of the tree over them.
CREATE TABLE audit_tree (
    id   BIGINT NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    note TEXT NOT NULL
);
INSERT INTO audit_tree (id, size, note) VALUES (1, 0, '');

-- The tree (RFC 6962) in tiles of 256 hashes of 32 bytes (C2SP tlog-tiles). Of level 0 those that are whole.
CREATE TABLE audit_tiles (
    level  BIGINT NOT NULL,
    tile   BIGINT NOT NULL,
    hashes BYTEA NOT NULL,
    PRIMARY KEY (level, tile)
);
