-- No entry is dated after the day of its recording. Books from before this was checked may hold such
-- entries: those among the first n links of a group's chain are left alone by `verify`.
CREATE TABLE days_unchecked (
    group_id TEXT PRIMARY KEY,
    n BIGINT NOT NULL
);
INSERT INTO days_unchecked (group_id, n) SELECT group_id, n FROM chain_heads;

-- Whether what rounding leaves over goes from period to period (1). Rows from before say nothing here:
-- in their schedule the last instalment takes it, and their digests stay as they are.
ALTER TABLE loan_terms ADD COLUMN carries BIGINT;
