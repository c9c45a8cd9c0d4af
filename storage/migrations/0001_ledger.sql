-- The books. Everything here is only ever added to, except the kept sums and heads, and words,
-- which may be erased. Nothing here but words.text tells anything of a person.

CREATE TABLE entries (
    id INTEGER PRIMARY KEY,                -- grows, so that entries are written side by side
    group_id TEXT NOT NULL,
    n BIGINT NOT NULL,                     -- its place in its group's chain
    key TEXT NOT NULL,                     -- names the cause
    reason TEXT NOT NULL,
    day TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    memo TEXT,                             -- id of a word
    recorded_at BIGINT NOT NULL,
    lines TEXT NOT NULL,                   -- 32 characters of digest for each posting
    head TEXT NOT NULL,                    -- of the chain, after this entry
    UNIQUE (group_id, key)
);

-- A positive amount goes from the credit account to the debit account.
CREATE TABLE postings (
    entry_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    group_id TEXT NOT NULL,
    debit TEXT NOT NULL,
    credit TEXT NOT NULL CHECK (credit <> debit),
    unit TEXT NOT NULL CHECK (unit IN ('INR', 'PTS')),
    minor BIGINT NOT NULL CHECK (minor > 0),
    PRIMARY KEY (entry_id, line)
);
-- They cover the statement and the sum of an account. The cash box and the points' source give or
-- take in nearly every posting: what they take is read along the whole group instead, so that a
-- posting has an index the less to write.
CREATE INDEX postings_credit ON postings (group_id, credit, entry_id, line, minor, debit);
CREATE INDEX postings_debit ON postings (group_id, debit, entry_id, line, minor, credit)
    WHERE debit <> 'cash' AND debit <> 'points:issued';

-- Debits less credits of every account that ever moved.
CREATE TABLE balances (
    group_id TEXT NOT NULL,
    account TEXT NOT NULL,
    unit TEXT NOT NULL,
    net_debit BIGINT NOT NULL,
    PRIMARY KEY (group_id, account)
);

-- The hash chain of a group runs over its entries, which carry their own place in it, and over its
-- acts, which have it here: kind is a table, ref names its row.
CREATE TABLE links (
    group_id TEXT NOT NULL,
    n BIGINT NOT NULL,
    kind TEXT NOT NULL,
    ref TEXT NOT NULL,
    digest TEXT NOT NULL,
    head TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (group_id, n)
);

CREATE TABLE chain_heads (
    group_id TEXT PRIMARY KEY,
    n BIGINT NOT NULL,
    head TEXT NOT NULL
);

-- Erasing blanks text and salt; the digest stays, and is a link of the chain.
CREATE TABLE words (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL,
    text TEXT,
    salt TEXT,
    digest TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    erased_on TEXT,
    CHECK ((text IS NULL) = (salt IS NULL) AND (text IS NULL) = (erased_on IS NOT NULL))
);
