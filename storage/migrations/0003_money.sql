-- The money life of a group. All tables but loan_states are append-only and linked into the chain.

-- A loan as it was asked for; what happened to it since stands in loan_steps.
CREATE TABLE loans (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    fund TEXT NOT NULL,                    -- own, dsc-grant, revolving-fund, …
    purpose TEXT NOT NULL,
    word_id TEXT,                          -- her own words on what it is for
    voice_id TEXT,                         -- or her voice: the word that is Telegram's file id
    ladder_step BIGINT NOT NULL,           -- of a DSC loan, from 1; 0 for others
    charter TEXT NOT NULL REFERENCES charters (version),
    proposed_by TEXT NOT NULL,
    proposed_day TEXT NOT NULL,
    ballot_until TEXT NOT NULL,            -- the last day on which votes count
    recorded_at BIGINT NOT NULL
);
CREATE INDEX loans_of_member ON loans (group_id, member_id);

-- What was agreed. Version 0 is what was asked for, 1 what was handed over, later ones a new
-- schedule of what is left.
CREATE TABLE loan_terms (
    loan_id TEXT NOT NULL REFERENCES loans (id),
    version BIGINT NOT NULL,
    group_id TEXT NOT NULL REFERENCES groups (id),
    began TEXT NOT NULL,                   -- day from which periods are counted
    principal BIGINT NOT NULL,             -- paise
    months BIGINT NOT NULL,
    rate_basis_points BIGINT NOT NULL,
    rate_per TEXT NOT NULL,
    rhythm TEXT NOT NULL,
    method TEXT NOT NULL,
    plan TEXT NOT NULL,
    grace_months BIGINT NOT NULL,
    grace TEXT NOT NULL,
    round_to BIGINT NOT NULL,
    rounding TEXT NOT NULL,
    by_id TEXT NOT NULL,
    second_id TEXT,
    word_id TEXT,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (loan_id, version)
);

CREATE TABLE loan_steps (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    loan_id TEXT NOT NULL REFERENCES loans (id),
    step TEXT NOT NULL,
    state TEXT NOT NULL,                   -- that it led to
    day TEXT NOT NULL,
    by_id TEXT NOT NULL,                   -- a member, a facilitator, or the clock
    second_id TEXT,
    word_id TEXT,                          -- the reason
    voters BIGINT,                         -- of a ballot that ended: who could vote …
    yes BIGINT,                            -- … and how they did
    no BIGINT,
    abstained BIGINT,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX loan_steps_of_loan ON loan_steps (loan_id, recorded_at);

-- Kept from loan_steps, so that the open loans of a group are one question; verify compares them.
CREATE TABLE loan_states (
    loan_id TEXT PRIMARY KEY REFERENCES loans (id),
    group_id TEXT NOT NULL REFERENCES groups (id),
    member_id TEXT NOT NULL REFERENCES members (id), -- whose it is: records are put together
    state TEXT NOT NULL,
    approved_day TEXT,
    paid_out_day TEXT,
    changed_at BIGINT NOT NULL
);
CREATE INDEX loan_states_of_group ON loan_states (group_id, state);

-- That she voted. How is an erasable word; the newest row of a member counts.
CREATE TABLE loan_votes (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    loan_id TEXT NOT NULL REFERENCES loans (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    word_id TEXT NOT NULL,
    how TEXT NOT NULL,                     -- self, turn
    day TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX loan_votes_of_loan ON loan_votes (loan_id, member_id, recorded_at);

-- Before the cash is handed over: two office-bearers and the borrower say that it is so.
CREATE TABLE loan_confirmations (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    loan_id TEXT NOT NULL REFERENCES loans (id),
    by_id TEXT NOT NULL,
    as_whom TEXT NOT NULL,                 -- borrower, officer, facilitator
    how TEXT NOT NULL,                     -- self, turn
    recorded_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX one_confirmation_a_person ON loan_confirmations (loan_id, by_id, as_whom);

-- The interest of a period, posted with it under `loan:<id>:interest:<version>:<number>`; the newest
-- revision counts, whose entry has the revision that it was posted with at its key's end.
CREATE TABLE loan_interest (
    loan_id TEXT NOT NULL REFERENCES loans (id),
    version BIGINT NOT NULL,               -- of the terms
    number BIGINT NOT NULL,                -- of the period, from 1
    revision BIGINT NOT NULL,              -- 0 as first posted, then one more for each correction
    posted BIGINT NOT NULL,                -- the revision whose entry stands
    group_id TEXT NOT NULL REFERENCES groups (id),
    day TEXT NOT NULL,
    counted BIGINT NOT NULL,               -- paise, as the terms say, and what the period took in
    amount BIGINT NOT NULL,                -- paise, as posted
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (loan_id, version, number, revision)
);

-- What a meeting paid off of a loan, as it was split; the newest version of the register counts.
CREATE TABLE loan_payments (
    meeting_id TEXT NOT NULL REFERENCES meetings (id),
    version BIGINT NOT NULL,               -- of the register
    loan_id TEXT NOT NULL REFERENCES loans (id),
    group_id TEXT NOT NULL REFERENCES groups (id),
    day TEXT NOT NULL,
    fine BIGINT NOT NULL,
    interest BIGINT NOT NULL,
    principal BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (meeting_id, version, loan_id)
);
CREATE INDEX loan_payments_of_loan ON loan_payments (loan_id, day, version);

-- What the group let her off, with a reason and a second person.
CREATE TABLE loan_waivers (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    loan_id TEXT NOT NULL REFERENCES loans (id),
    day TEXT NOT NULL,
    interest BIGINT NOT NULL,
    principal BIGINT NOT NULL,
    by_id TEXT NOT NULL,
    second_id TEXT NOT NULL,
    word_id TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX loan_waivers_of_loan ON loan_waivers (loan_id, day);

-- A meeting's money beside the savings, a line each; what a kind moves is in rules/money_lines.
CREATE TABLE register_money (
    meeting_id TEXT NOT NULL REFERENCES meetings (id),
    version BIGINT NOT NULL,
    number BIGINT NOT NULL,
    group_id TEXT NOT NULL REFERENCES groups (id),
    kind TEXT NOT NULL,
    member_id TEXT,
    loan_id TEXT,
    fund TEXT,
    code TEXT,
    place TEXT NOT NULL,
    amount BIGINT NOT NULL,                -- paise
    word_id TEXT,
    posted TEXT NOT NULL,                  -- version:number under which it was posted first
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (meeting_id, version, number)
);
CREATE INDEX register_money_of_group ON register_money (group_id, kind);
CREATE INDEX loan_terms_of_group ON loan_terms (group_id, recorded_at);
CREATE INDEX loan_interest_of_group ON loan_interest (group_id, recorded_at);
CREATE INDEX loan_payments_of_group ON loan_payments (group_id, recorded_at);
CREATE INDEX loan_waivers_of_group ON loan_waivers (group_id, recorded_at);
CREATE INDEX loan_steps_of_group ON loan_steps (group_id, recorded_at);

-- Up to which day the clock has looked at a group's loans: the interest posted, people reminded.
CREATE TABLE loan_looks (
    group_id TEXT PRIMARY KEY REFERENCES groups (id),
    accrued_day TEXT NOT NULL,
    reminded_day TEXT NOT NULL
);

-- Who wants no reminders of her loans.
CREATE TABLE loan_reminders_off (
    person_id TEXT PRIMARY KEY REFERENCES persons (id)
);

-- An old group's cut-off sheet, taken over by two persons: what stood in its paper books. One that
-- was handed in anew before the first meeting takes the place of the one before it.
CREATE TABLE openings (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    number BIGINT NOT NULL,                -- of the group, from 1
    day TEXT NOT NULL,                     -- at whose end the books stood so
    by_id TEXT NOT NULL,
    second_id TEXT NOT NULL,
    word_id TEXT,                          -- from the second on: why it is handed in anew
    recorded_at BIGINT NOT NULL,
    UNIQUE (group_id, number)
);

CREATE TABLE opening_members (
    opening_id TEXT NOT NULL REFERENCES openings (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    group_id TEXT NOT NULL REFERENCES groups (id),
    since TEXT NOT NULL,
    savings BIGINT NOT NULL,               -- paise
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (opening_id, member_id)
);

-- How members were at the last meetings before it, as the paper register tells.
CREATE TABLE opening_lines (
    opening_id TEXT NOT NULL REFERENCES openings (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    day TEXT NOT NULL,
    group_id TEXT NOT NULL REFERENCES groups (id),
    mark TEXT NOT NULL,
    due BIGINT NOT NULL,                   -- paise
    saved BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (opening_id, member_id, day)
);
CREATE INDEX opening_lines_of_group ON opening_lines (group_id, day);

CREATE TABLE opening_repaid (
    opening_id TEXT NOT NULL REFERENCES openings (id),
    number BIGINT NOT NULL,
    member_id TEXT NOT NULL REFERENCES members (id),
    group_id TEXT NOT NULL REFERENCES groups (id),
    fund TEXT NOT NULL,
    lent BIGINT NOT NULL,                  -- paise
    lent_day TEXT NOT NULL,
    repaid_day TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (opening_id, number)
);
CREATE INDEX opening_repaid_of_group ON opening_repaid (group_id, repaid_day);

-- What a member has broken in another group, as it is known here; the newest version counts.
CREATE TABLE carried_defaults (
    member_id TEXT NOT NULL REFERENCES members (id),
    loan_id TEXT NOT NULL REFERENCES loans (id),
    version BIGINT NOT NULL,               -- from 1
    group_id TEXT NOT NULL REFERENCES groups (id),
    day TEXT,                              -- on which it was broken; none: it is not, after all
    repaid_day TEXT,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, loan_id, version)
);
CREATE INDEX carried_defaults_of_group ON carried_defaults (group_id, recorded_at);

-- The loans that a run counted for the first time, of its group: the programme's default rate is
-- what all runs up to a moment counted as broken, of what they counted as lent.
ALTER TABLE score_runs ADD COLUMN loans_lent BIGINT NOT NULL DEFAULT 0;
ALTER TABLE score_runs ADD COLUMN loans_broken BIGINT NOT NULL DEFAULT 0;
CREATE INDEX score_runs_lent ON score_runs (recorded_at, loans_lent, loans_broken)
    WHERE loans_lent <> 0 OR loans_broken <> 0;
CREATE INDEX members_of_person ON members (person_id);

-- What was earned and shared out, by two persons; its entry is posted under `share-out:<id>`.
CREATE TABLE share_outs (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    day TEXT NOT NULL,
    payout TEXT NOT NULL,                  -- saved, paid, ended
    basis TEXT NOT NULL,                   -- savings, shares
    total BIGINT NOT NULL,                 -- paise; below nothing: a loss that was borne
    paid BIGINT NOT NULL,                  -- of it and of savings, from the box
    by_id TEXT NOT NULL,
    second_id TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX share_outs_of_group ON share_outs (group_id, recorded_at);
