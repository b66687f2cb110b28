-- The first entries of the audit log may be removed. Their tiles stay; of their spans stay those of single entries that
-- others refer to: the last of each lane, and attempts whose end may be yet to come.

ALTER TABLE audit_tree ADD COLUMN pruned BIGINT NOT NULL DEFAULT 0;       -- how many were removed
ALTER TABLE audit_tree ADD COLUMN goes_on_from TEXT NOT NULL DEFAULT ''; -- what the others go on from, signed
