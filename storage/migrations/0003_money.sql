-- The money life of a group. All tables but loan_states are append-only and linked into the chain.

-- A loan as it was asked for; what happened to it since stands in loan_steps.
CREATE TABLE loans (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    fund TEXT NOT NULL,                    -- own, dsc-grant, revolving-fund, …
    purpose TEXT NOT NULL,
    word_id TEXT,                          -- her own words on what it is for
    voice_id TEXT,                         -- or her voice, as Telegram's file id
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

-- The interest of a period, posted with it under `loan:<id>:interest:<version>:<number>`.
CREATE TABLE loan_interest (
    loan_id TEXT NOT NULL REFERENCES loans (id),
    version BIGINT NOT NULL,               -- of the terms
    number BIGINT NOT NULL,                -- of the period, from 1
    group_id TEXT NOT NULL REFERENCES groups (id),
    day TEXT NOT NULL,
    amount BIGINT NOT NULL,                -- paise
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (loan_id, version, number)
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
