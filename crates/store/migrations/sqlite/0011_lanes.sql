-- The audit log in lanes: each process that writes has one of its own, so that none waits for another. A sequencer gives
-- the entries of all lanes their numbers afterwards. What was one chain until now becomes lane 0, which is closed. All who
-- write to a file share lane 1: they take turns anyway.

CREATE TABLE audit_in_lanes (
    lane     INTEGER NOT NULL,
    sequence INTEGER NOT NULL, -- counts from one in its lane, without gaps
    time     INTEGER NOT NULL,
    request  TEXT,
    actor    TEXT NOT NULL,
    action   TEXT NOT NULL,
    target   TEXT,
    event    TEXT NOT NULL,
    attempt  INTEGER,
    code     TEXT,
    count    INTEGER NOT NULL,
    hash     BLOB NOT NULL,
    mac      BLOB NOT NULL,
    PRIMARY KEY (lane, sequence)
) STRICT, WITHOUT ROWID;
INSERT INTO audit_in_lanes
SELECT 0, id, time, request, actor, action, target, event, attempt, code, count, hash, mac FROM audit ORDER BY id;
DROP TABLE audit;
ALTER TABLE audit_in_lanes RENAME TO audit;
CREATE INDEX audit_by_target ON audit (target, lane, sequence) WHERE target IS NOT NULL;
CREATE INDEX audit_of_vault ON audit (lane, sequence)
WHERE event = 'done' AND action IN ('create', 'update', 'markExposed', 'activate', 'deactivate', 'import');

-- Where each lane ends, and a keyed hash of that, so that cutting its last entries shows.
CREATE TABLE audit_lanes (
    lane     INTEGER NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL,
    hash     BLOB NOT NULL,
    mac      BLOB NOT NULL,
    owner    BLOB,                       -- not used here, nor is the next one
    seen_at  INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO audit_lanes (lane, sequence, hash, mac) SELECT 0, sequence, hash, mac FROM audit_head;
DROP TABLE audit_head;

-- Which numbers the entries of the lanes have: `count` of them in a row from `first` on.
CREATE TABLE audit_spans (
    first      INTEGER NOT NULL PRIMARY KEY,
    lane       INTEGER NOT NULL,
    lane_first INTEGER NOT NULL,
    count      INTEGER NOT NULL,
    UNIQUE (lane, lane_first)
) STRICT;

-- One row: how many entries have a number, and the signed checkpoint (C2SP tlog-checkpoint) of the tree over them.
CREATE TABLE audit_tree (
    id   INTEGER NOT NULL PRIMARY KEY,
    size INTEGER NOT NULL,
    note TEXT NOT NULL
) STRICT;
INSERT INTO audit_tree (id, size, note) VALUES (1, 0, '');

-- The tree (RFC 6962) in tiles of 256 hashes of 32 bytes (C2SP tlog-tiles). Of level 0 those that are whole.
CREATE TABLE audit_tiles (
    level  INTEGER NOT NULL,
    tile   INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (level, tile)
) STRICT, WITHOUT ROWID;
