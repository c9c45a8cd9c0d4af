-- The day on which the clock last looked at a group's meeting days: what was missed before it is told.
CREATE TABLE meeting_looks (
    group_id TEXT PRIMARY KEY REFERENCES groups (id),
    looked_day TEXT NOT NULL
);
