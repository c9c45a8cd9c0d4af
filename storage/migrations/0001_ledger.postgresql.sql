-- SQLite numbers rows by what it calls INTEGER; here that would end at two milliards.
ALTER TABLE entries ALTER COLUMN id TYPE BIGINT;
CREATE SEQUENCE entry_ids;

-- What was recorded stays: rows are added, and neither changed nor taken away.

CREATE FUNCTION refuse_change_of_books() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER entries_no_change BEFORE UPDATE OR DELETE ON entries
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_books();
CREATE TRIGGER entries_no_truncate BEFORE TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_books();
CREATE TRIGGER postings_no_change BEFORE UPDATE OR DELETE ON postings
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_books();
CREATE TRIGGER postings_no_truncate BEFORE TRUNCATE ON postings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_books();
CREATE TRIGGER links_no_change BEFORE UPDATE OR DELETE ON links
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_books();
CREATE TRIGGER links_no_truncate BEFORE TRUNCATE ON links
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_books();

-- Words may be erased, which blanks the text and leaves the rest as it was.
CREATE TRIGGER words_no_change BEFORE UPDATE ON words FOR EACH ROW
    WHEN (NEW.text IS NOT NULL OR OLD.text IS NULL OR NEW.id <> OLD.id
        OR NEW.group_id <> OLD.group_id OR NEW.digest <> OLD.digest
        OR NEW.recorded_at <> OLD.recorded_at)
    EXECUTE FUNCTION refuse_change_of_books();
CREATE TRIGGER words_no_delete BEFORE DELETE ON words
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_books();
CREATE TRIGGER words_no_truncate BEFORE TRUNCATE ON words
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_books();
