-- What people do together. Tables named in groups/store/digested.py are append-only and
-- linked into their group's hash chain: they hold our own ids, closed codes and numbers only.

-- The rules in force, word for word, so that every run can be computed again.
CREATE TABLE charters (
    version TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);

-- A person is one over all groups; her name may be erased.
CREATE TABLE persons (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    language TEXT NOT NULL,                -- chosen by her; empty: not yet chosen
    is_named BIGINT NOT NULL DEFAULT 0,    -- 1: her name was corrected; Telegram's counts no more
    created_at BIGINT NOT NULL
);

-- Telegram's ids of persons stand here and nowhere else.
CREATE TABLE telegram_accounts (
    telegram_id BIGINT PRIMARY KEY,
    person_id TEXT NOT NULL UNIQUE REFERENCES persons (id),
    language_code TEXT NOT NULL,           -- what her Telegram says; a guess until she chooses
    reachable BIGINT NOT NULL              -- 1 once she has started the bot and not blocked it
);

CREATE TABLE groups (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('new', 'waiting', 'active', 'refused')),
    name TEXT NOT NULL,
    village TEXT NOT NULL,
    language TEXT NOT NULL,
    zone TEXT NOT NULL,
    meeting_day BIGINT NOT NULL,           -- 0 is Monday
    meeting_minute BIGINT NOT NULL,        -- minutes after midnight
    saving BIGINT NOT NULL,                -- the usual saving of a meeting, in paise
    charter TEXT NOT NULL REFERENCES charters (version),
    start_token TEXT NOT NULL UNIQUE,      -- unguessable; travels in links
    set_up_by TEXT REFERENCES persons (id),
    facilitator_id TEXT REFERENCES persons (id),
    first_day TEXT,                        -- day of admission, in the group's zone
    score_due BIGINT NOT NULL DEFAULT 0,   -- when the next run is to be looked for; 0: at once
    created_at BIGINT NOT NULL
);
CREATE INDEX groups_to_score ON groups (state, score_due);

-- A chat id is an attribute of a group and changes when the chat becomes a supergroup.
CREATE TABLE chats (
    chat_id BIGINT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    thread_id BIGINT,
    bot_is TEXT NOT NULL CHECK (bot_is IN ('member', 'administrator', 'gone', 'moved')),
    can_pin BIGINT NOT NULL,
    can_delete BIGINT NOT NULL,
    since BIGINT NOT NULL
);
CREATE INDEX chats_of_group ON chats (group_id);

-- Who was seen in the group's chat: she may join without being asked for.
CREATE TABLE seen_in_chat (
    group_id TEXT NOT NULL REFERENCES groups (id),
    person_id TEXT NOT NULL REFERENCES persons (id),
    PRIMARY KEY (group_id, person_id)
);

-- A half-done dialogue is a row: setting a group up, joining, adding a member.
CREATE TABLE dialogues (
    person_id TEXT PRIMARY KEY REFERENCES persons (id),
    kind TEXT NOT NULL,
    group_id TEXT NOT NULL,
    step TEXT NOT NULL,
    answers TEXT NOT NULL,                 -- JSON
    changed_at BIGINT NOT NULL
);

CREATE TABLE members (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    person_id TEXT NOT NULL REFERENCES persons (id),
    number BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'active', 'frozen', 'left')),
    phone TEXT NOT NULL CHECK (phone IN ('own', 'none')),
    joined_day TEXT NOT NULL,
    left_day TEXT,
    UNIQUE (group_id, number)
);
CREATE UNIQUE INDEX one_group_a_person ON members (person_id) WHERE state <> 'left';

CREATE TABLE member_acts (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    act TEXT NOT NULL,                     -- joined, asked, added, confirmed, declined, frozen, thawed, left, returned
    day TEXT NOT NULL,
    by_id TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX member_acts_of_group ON member_acts (group_id, member_id, recorded_at);

CREATE TABLE consents (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    act TEXT NOT NULL,                     -- given, withdrawn
    notice TEXT NOT NULL,                  -- version of the notice she was shown or told
    language TEXT NOT NULL,
    how TEXT NOT NULL,                     -- self, spoken
    witness_id TEXT,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX consents_of_member ON consents (member_id, recorded_at);

-- one_id < other_id. The newest row of a pair and kind stands.
CREATE TABLE kinships (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    one_id TEXT NOT NULL REFERENCES members (id),
    other_id TEXT NOT NULL REFERENCES members (id),
    kind TEXT NOT NULL,                    -- kin, household
    act TEXT NOT NULL,                     -- declared, ended
    by_id TEXT NOT NULL,
    second_id TEXT,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX kinships_of_group ON kinships (group_id, one_id, other_id, kind, recorded_at);

-- The newest row of a member and role stands.
CREATE TABLE roles (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    role TEXT NOT NULL,                    -- president, secretary, treasurer
    act TEXT NOT NULL,                     -- given, taken
    by_id TEXT NOT NULL,
    second_id TEXT,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX roles_of_group ON roles (group_id, member_id, role, recorded_at);

-- Linked into the chain named "programme". The newest row of a person stands.
CREATE TABLE facilitators (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    act TEXT NOT NULL,                     -- named, dismissed
    is_head BIGINT NOT NULL,               -- 1: from the settings; may name others
    by_id TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX facilitators_of_person ON facilitators (person_id, recorded_at);

-- What waits for a second person.
CREATE TABLE second_person (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    kind TEXT NOT NULL,                    -- member, kinship, role, register
    subject TEXT NOT NULL,
    body TEXT NOT NULL,                    -- JSON of ids, codes and numbers
    word_id TEXT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'declined', 'lapsed')),
    asked_by TEXT NOT NULL,                -- member id, or person id of a facilitator
    asked_at BIGINT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT
);
CREATE INDEX second_person_waiting ON second_person (group_id, state);

-- One bead: never changed; vouch_ends tells that it ended.
CREATE TABLE vouches (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    giver_id TEXT NOT NULL REFERENCES members (id),
    receiver_id TEXT NOT NULL REFERENCES members (id),
    day TEXT NOT NULL,
    until_day TEXT NOT NULL,               -- the last day it stands
    record BIGINT NOT NULL,                -- millionths; scoring: record_ji, fixed when given
    proxy BIGINT NOT NULL,                 -- 1: given by another's hand without her own PIN
    recorded_at BIGINT NOT NULL,
    CHECK (giver_id <> receiver_id)
);
CREATE INDEX vouches_of_group ON vouches (group_id, giver_id, receiver_id, recorded_at);

CREATE TABLE vouch_ends (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    vouch_id TEXT NOT NULL UNIQUE REFERENCES vouches (id),
    act TEXT NOT NULL,                     -- withdrawn, renewed, left
    recorded_at BIGINT NOT NULL
);
CREATE INDEX vouch_ends_of_group ON vouch_ends (group_id);

CREATE TABLE vouch_reminders (
    vouch_id TEXT PRIMARY KEY REFERENCES vouches (id),
    reminded_at BIGINT NOT NULL
);

CREATE TABLE meetings (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    day TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'dropped')),
    opened_by TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    held_by TEXT NOT NULL,                 -- whose phone has the register open
    ended_by TEXT,
    ended_at BIGINT,
    version BIGINT NOT NULL,               -- the register's version that stands; 0 before the close
    reminded_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX one_meeting_a_day ON meetings (group_id, day) WHERE state <> 'dropped';
CREATE UNIQUE INDEX one_open_meeting ON meetings (group_id) WHERE state = 'open';

-- Version 1 is the close; each later version is a correction with a reason and a second person.
CREATE TABLE registers (
    meeting_id TEXT NOT NULL REFERENCES meetings (id),
    version BIGINT NOT NULL,
    group_id TEXT NOT NULL REFERENCES groups (id),
    day TEXT NOT NULL,
    cash_expected BIGINT NOT NULL,         -- paise in the box by the books
    cash_counted BIGINT NOT NULL,          -- paise in the box by her count
    cash_reason TEXT,                      -- code of the reason for a difference
    pieces TEXT,                           -- how many of each note and coin: 500x2 20x3
    is_read BIGINT NOT NULL,               -- 1: the last minutes were read out
    reason_word TEXT,                      -- of a correction: the erasable word
    by_id TEXT NOT NULL,
    second_id TEXT,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (meeting_id, version)
);
CREATE INDEX registers_of_group ON registers (group_id, day, version);

CREATE TABLE register_lines (
    meeting_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    member_id TEXT NOT NULL REFERENCES members (id),
    group_id TEXT NOT NULL REFERENCES groups (id),
    mark TEXT NOT NULL CHECK (mark IN ('present', 'late', 'absent', 'excused')),
    due BIGINT NOT NULL,                   -- compulsory saving due in this meeting, paise
    saved BIGINT NOT NULL,                 -- compulsory saving paid, paise
    extra BIGINT NOT NULL,                 -- voluntary saving paid, paise
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (meeting_id, version, member_id)
);
-- It covers what is asked of her conduct at every tap.
CREATE INDEX register_lines_of_member
    ON register_lines (group_id, member_id, meeting_id, version, mark, due, saved);

CREATE TABLE score_runs (
    group_id TEXT NOT NULL REFERENCES groups (id),
    period TEXT NOT NULL,                  -- the ISO date of the group's meeting day
    number BIGINT NOT NULL,                -- 1 is the group's first period
    charter TEXT NOT NULL,
    base_rate BIGINT NOT NULL,             -- the programme's default rate b, in millionths
    cut BIGINT NOT NULL,                   -- evidence recorded up to here was read
    digest TEXT NOT NULL,                  -- of what was read
    standing TEXT NOT NULL,                -- JSON: the group's five pillars, raw figures, sum, letter
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (group_id, period)
);

CREATE TABLE score_results (
    group_id TEXT NOT NULL REFERENCES groups (id),
    period TEXT NOT NULL,
    member_id TEXT NOT NULL REFERENCES members (id),
    meetings BIGINT NOT NULL,              -- centi-points of each pillar
    saving BIGINT NOT NULL,
    instalments BIGINT NOT NULL,
    broken BIGINT NOT NULL,
    word BIGINT NOT NULL,
    lent BIGINT NOT NULL,                  -- trust lent, centi-points; never hers
    word_count BIGINT NOT NULL,            -- words with a voice that she holds
    open_words BIGINT NOT NULL,            -- those of them that open a loan: not of kin
    open_homes BIGINT NOT NULL,            -- and from how many households
    causes TEXT NOT NULL,                  -- JSON: the weekly line, codes and centi-points
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (group_id, period, member_id)
);
CREATE INDEX score_results_of_member ON score_results (member_id, period);

-- "This is wrong": marked on the line until a facilitator decides.
CREATE TABLE disputes (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    subject TEXT NOT NULL,                 -- score:PERIOD or entry:KEY
    state TEXT NOT NULL CHECK (state IN ('open', 'upheld', 'corrected')),
    word_id TEXT,
    asked_at BIGINT NOT NULL,
    decided_by TEXT,
    decided_word TEXT,
    decided_at BIGINT
);
CREATE INDEX disputes_of_group ON disputes (group_id, state);
CREATE UNIQUE INDEX one_open_dispute ON disputes (member_id, subject) WHERE state = 'open';

-- What changed in a group and has no table of its own; words lie elsewhere.
CREATE TABLE group_acts (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    act TEXT NOT NULL,                     -- admitted, looked_after, agreed, renamed
    subject TEXT NOT NULL,                 -- a facilitator's person, a member, or the group
    told TEXT NOT NULL,                    -- JSON of codes and numbers
    by_id TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX group_acts_of_group ON group_acts (group_id);

-- A register that is filled in by buttons: gone with the close. JSON by member.
CREATE TABLE register_drafts (
    meeting_id TEXT PRIMARY KEY REFERENCES meetings (id),
    group_id TEXT NOT NULL REFERENCES groups (id),
    marks TEXT NOT NULL,
    paid TEXT NOT NULL,                    -- paise
    cash_counted BIGINT,
    cash_reason TEXT,
    changed_at BIGINT NOT NULL
);

-- An update is stored here before Telegram is told that it arrived.
CREATE TABLE inbox (
    update_id INTEGER PRIMARY KEY,
    lane BIGINT NOT NULL,                  -- chat or user: updates of one lane keep their order
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'parked')),
    tries BIGINT NOT NULL,
    error TEXT,                            -- type of the exception, never its words
    received_at BIGINT NOT NULL,
    done_at BIGINT
);
CREATE INDEX inbox_waiting ON inbox (update_id) WHERE state = 'waiting';
CREATE INDEX inbox_parked ON inbox (update_id) WHERE state = 'parked';

-- The one pinned message of a group. wanted_at > 0: it is to be rendered again.
CREATE TABLE status_messages (
    group_id TEXT PRIMARY KEY REFERENCES groups (id),
    chat_id BIGINT,
    thread_id BIGINT,                      -- the topic it stands in
    message_id BIGINT,
    is_pinned BIGINT NOT NULL,
    shown TEXT NOT NULL,                   -- digest of what was last confirmed to stand there
    wanted_at BIGINT NOT NULL
);

-- Facts of the running service: last tick, last update, offset of polling.
CREATE TABLE marks (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);

-- --- her turn on another's phone, and her word by another's hand ----------------------------------

-- Four pictures as a keyed digest, which is erased with her. Real time in not_before.
CREATE TABLE pins (
    member_id TEXT PRIMARY KEY REFERENCES members (id),
    group_id TEXT NOT NULL REFERENCES groups (id),
    digest TEXT,                           -- of the PIN that counts
    asked TEXT,                            -- of the one that waits for a second person
    set_at BIGINT,
    wrong BIGINT NOT NULL DEFAULT 0,       -- wrong tries since the last right one, on any phone
    not_before BIGINT NOT NULL DEFAULT 0   -- nobody is let try before
);
CREATE INDEX pins_of_group ON pins (group_id);

CREATE TABLE pin_acts (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    act TEXT NOT NULL,                     -- asked, set, reset
    by_id TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX pin_acts_of_group ON pin_acts (group_id, member_id);

-- A member's turn on a phone; real time.
CREATE TABLE turns (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    held_by TEXT NOT NULL REFERENCES persons (id),
    until BIGINT NOT NULL,
    is_ended BIGINT NOT NULL
);
CREATE INDEX turns_held ON turns (held_by) WHERE is_ended = 0;

-- A turn is spent by its one act; its id is the turn's.
CREATE TABLE turn_acts (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    held_by TEXT NOT NULL,                 -- who lent the phone, as she signs
    recorded_at BIGINT NOT NULL
);
CREATE INDEX turn_acts_of_group ON turn_acts (group_id);

-- A vouch with proxy = 1: by whose hand it came, and what the facilitator made of it.
CREATE TABLE proxies (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    vouch_id TEXT NOT NULL REFERENCES vouches (id),
    act TEXT NOT NULL,                     -- spoken, confirmed, struck
    by_id TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX proxies_of_vouch ON proxies (vouch_id, act);
CREATE INDEX proxies_of_group ON proxies (group_id, act, recorded_at);

-- --- records: phones claimed, consent taken back, two records put together -----------------------

-- The one code of a member by which she gets her record on her own phone; only a digest is kept.
CREATE TABLE claim_codes (
    member_id TEXT PRIMARY KEY REFERENCES members (id),
    group_id TEXT NOT NULL REFERENCES groups (id),
    digest TEXT NOT NULL UNIQUE,
    made_by TEXT NOT NULL,
    until BIGINT NOT NULL
);

CREATE TABLE claim_tries (
    person_id TEXT PRIMARY KEY REFERENCES persons (id),
    tries BIGINT NOT NULL,                 -- wrong ones
    since BIGINT NOT NULL
);

CREATE TABLE record_acts (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    act TEXT NOT NULL,                     -- claimed, relinked, erased, merged, united, died
    other_id TEXT,                         -- the record it was put into
    by_id TEXT NOT NULL,
    second_id TEXT,
    word_id TEXT,                          -- the reason, erasable
    recorded_at BIGINT NOT NULL
);
CREATE INDEX record_acts_of_group ON record_acts (group_id, act);
