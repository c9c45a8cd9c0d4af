-- The day on which the clock last looked at a group's meeting days: what was missed before it is told.
CREATE TABLE meeting_looks (
    group_id TEXT PRIMARY KEY REFERENCES groups (id),
    looked_day TEXT NOT NULL
);

-- What waits for whom in a group, as the clock saw it when it last looked; replaced at each look.
CREATE TABLE waits (
    group_id TEXT NOT NULL REFERENCES groups (id),
    person_id TEXT NOT NULL REFERENCES persons (id),
    what TEXT NOT NULL,                    -- request, change, admission, ballot, loan, …
    subject TEXT NOT NULL,                 -- id of what waits
    since_day TEXT NOT NULL,
    looked_day TEXT NOT NULL,              -- the day of the look, in the group's zone
    week_ago TEXT NOT NULL,                -- seven days before it
    PRIMARY KEY (group_id, person_id, what, subject)
);
CREATE INDEX waits_of_person ON waits (person_id);

CREATE TABLE wait_looks (
    group_id TEXT PRIMARY KEY REFERENCES groups (id),
    looked_day TEXT NOT NULL
);

-- The day on which a person was last reminded of all that waits for her.
CREATE TABLE waits_told (
    person_id TEXT PRIMARY KEY REFERENCES persons (id),
    told_day TEXT NOT NULL
);
