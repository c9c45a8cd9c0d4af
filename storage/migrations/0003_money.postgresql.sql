CREATE TRIGGER loans_no_change BEFORE UPDATE OR DELETE ON loans
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loans_no_truncate BEFORE TRUNCATE ON loans
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loan_terms_no_change BEFORE UPDATE OR DELETE ON loan_terms
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loan_terms_no_truncate BEFORE TRUNCATE ON loan_terms
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loan_steps_no_change BEFORE UPDATE OR DELETE ON loan_steps
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loan_steps_no_truncate BEFORE TRUNCATE ON loan_steps
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loan_votes_no_change BEFORE UPDATE OR DELETE ON loan_votes
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loan_votes_no_truncate BEFORE TRUNCATE ON loan_votes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loan_confirmations_no_change BEFORE UPDATE OR DELETE ON loan_confirmations
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loan_confirmations_no_truncate BEFORE TRUNCATE ON loan_confirmations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loan_interest_no_change BEFORE UPDATE OR DELETE ON loan_interest
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loan_interest_no_truncate BEFORE TRUNCATE ON loan_interest
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loan_payments_no_change BEFORE UPDATE OR DELETE ON loan_payments
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loan_payments_no_truncate BEFORE TRUNCATE ON loan_payments
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loan_waivers_no_change BEFORE UPDATE OR DELETE ON loan_waivers
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER loan_waivers_no_truncate BEFORE TRUNCATE ON loan_waivers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER register_money_no_change BEFORE UPDATE OR DELETE ON register_money
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER register_money_no_truncate BEFORE TRUNCATE ON register_money
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER openings_no_change BEFORE UPDATE OR DELETE ON openings
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER openings_no_truncate BEFORE TRUNCATE ON openings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER opening_members_no_change BEFORE UPDATE OR DELETE ON opening_members
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER opening_members_no_truncate BEFORE TRUNCATE ON opening_members
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER opening_lines_no_change BEFORE UPDATE OR DELETE ON opening_lines
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER opening_lines_no_truncate BEFORE TRUNCATE ON opening_lines
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER opening_repaid_no_change BEFORE UPDATE OR DELETE ON opening_repaid
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER opening_repaid_no_truncate BEFORE TRUNCATE ON opening_repaid
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER carried_defaults_no_change BEFORE UPDATE OR DELETE ON carried_defaults
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER carried_defaults_no_truncate BEFORE TRUNCATE ON carried_defaults
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER share_outs_no_change BEFORE UPDATE OR DELETE ON share_outs
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER share_outs_no_truncate BEFORE TRUNCATE ON share_outs
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
