-- The sisters' word is read once a block. A run stores the number of its block's first run; runs from
-- before say nothing here, are computed by the rule of their time, and keep their digests.
ALTER TABLE score_runs ADD COLUMN block BIGINT;
