-- SQLite numbers rows by what it calls INTEGER; here that would end at two milliards.
ALTER TABLE inbox ALTER COLUMN update_id TYPE BIGINT;

-- What is to be said, written in the transaction of the fact, rendered when it is sent.
CREATE TABLE outbox (
    n BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id TEXT REFERENCES persons (id),
    group_id TEXT REFERENCES groups (id),  -- to her, or to the group's chat
    kind TEXT NOT NULL,                    -- the template's name
    facts TEXT NOT NULL,                   -- JSON
    key TEXT UNIQUE,                       -- the cause: said once
    urgency BIGINT NOT NULL,               -- 0 answer to a person, 1 money, 2 news, 3 digest
    is_money BIGINT NOT NULL,              -- 1: never said twice
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'unsure', 'failed')),
    not_before BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    error TEXT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    message_id BIGINT,
    edits BIGINT,                          -- the message of hers in whose place it goes
    CHECK ((person_id IS NULL) <> (group_id IS NULL))
);
CREATE INDEX outbox_waiting ON outbox (state, urgency, n);
CREATE INDEX outbox_edits ON outbox (person_id, edits) WHERE edits IS NOT NULL;
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER charters_no_change BEFORE UPDATE OR DELETE ON charters
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER charters_no_truncate BEFORE TRUNCATE ON charters
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER member_acts_no_change BEFORE UPDATE OR DELETE ON member_acts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER member_acts_no_truncate BEFORE TRUNCATE ON member_acts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consents_no_change BEFORE UPDATE OR DELETE ON consents
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consents_no_truncate BEFORE TRUNCATE ON consents
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER kinships_no_change BEFORE UPDATE OR DELETE ON kinships
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER kinships_no_truncate BEFORE TRUNCATE ON kinships
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER roles_no_change BEFORE UPDATE OR DELETE ON roles
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER roles_no_truncate BEFORE TRUNCATE ON roles
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER facilitators_no_change BEFORE UPDATE OR DELETE ON facilitators
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER facilitators_no_truncate BEFORE TRUNCATE ON facilitators
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER vouches_no_change BEFORE UPDATE OR DELETE ON vouches
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER vouches_no_truncate BEFORE TRUNCATE ON vouches
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER vouch_ends_no_change BEFORE UPDATE OR DELETE ON vouch_ends
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER vouch_ends_no_truncate BEFORE TRUNCATE ON vouch_ends
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER registers_no_change BEFORE UPDATE OR DELETE ON registers
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER registers_no_truncate BEFORE TRUNCATE ON registers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER register_lines_no_change BEFORE UPDATE OR DELETE ON register_lines
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER register_lines_no_truncate BEFORE TRUNCATE ON register_lines
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER score_runs_no_change BEFORE UPDATE OR DELETE ON score_runs
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER score_runs_no_truncate BEFORE TRUNCATE ON score_runs
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER score_results_no_change BEFORE UPDATE OR DELETE ON score_results
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER score_results_no_truncate BEFORE TRUNCATE ON score_results
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER pin_acts_no_change BEFORE UPDATE OR DELETE ON pin_acts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER pin_acts_no_truncate BEFORE TRUNCATE ON pin_acts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER group_acts_no_change BEFORE UPDATE OR DELETE ON group_acts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER group_acts_no_truncate BEFORE TRUNCATE ON group_acts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER turn_acts_no_change BEFORE UPDATE OR DELETE ON turn_acts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER turn_acts_no_truncate BEFORE TRUNCATE ON turn_acts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proxies_no_change BEFORE UPDATE OR DELETE ON proxies
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proxies_no_truncate BEFORE TRUNCATE ON proxies
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER record_acts_no_change BEFORE UPDATE OR DELETE ON record_acts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER record_acts_no_truncate BEFORE TRUNCATE ON record_acts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
