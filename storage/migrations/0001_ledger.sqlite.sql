-- What was recorded stays: rows are added, and neither changed nor taken away.

CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries is append-only'); END;
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries is append-only'); END;
CREATE TRIGGER postings_no_update BEFORE UPDATE ON postings
BEGIN SELECT RAISE(ABORT, 'postings is append-only'); END;
CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings
BEGIN SELECT RAISE(ABORT, 'postings is append-only'); END;
CREATE TRIGGER links_no_update BEFORE UPDATE ON links
BEGIN SELECT RAISE(ABORT, 'links is append-only'); END;
CREATE TRIGGER links_no_delete BEFORE DELETE ON links
BEGIN SELECT RAISE(ABORT, 'links is append-only'); END;

-- Words may be erased, which blanks the text and leaves the rest as it was.
CREATE TRIGGER words_no_update BEFORE UPDATE ON words
WHEN NEW.text IS NOT NULL OR OLD.text IS NULL OR NEW.id <> OLD.id OR NEW.group_id <> OLD.group_id
  OR NEW.digest <> OLD.digest OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'words may only be erased'); END;
CREATE TRIGGER words_no_delete BEFORE DELETE ON words
BEGIN SELECT RAISE(ABORT, 'words is append-only'); END;
