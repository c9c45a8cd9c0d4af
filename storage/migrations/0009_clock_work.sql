-- Work of the clock that broke and is put aside: one step in one group ('' where a step is of none).
-- It is tried again at again_at, each time after a longer pause, and leaves the table when it is done.
CREATE TABLE clock_parked (
    step TEXT NOT NULL,
    group_id TEXT NOT NULL,
    tries BIGINT NOT NULL,
    error TEXT NOT NULL,                   -- type of the exception, never its words
    parked_at BIGINT NOT NULL,             -- when it broke first
    again_at BIGINT NOT NULL,
    PRIMARY KEY (step, group_id)
);
