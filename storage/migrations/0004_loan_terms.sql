-- What a later version of a loan's terms says beside what stands in it. Rows from before say nothing
-- here and keep their schedule; their digests stay as they are.
ALTER TABLE loan_terms ADD COLUMN hangs_on TEXT;  -- day whose day of the month due days have
