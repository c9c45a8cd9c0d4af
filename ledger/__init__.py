"""The books of money and points: double entry, append-only, one hash chain for each group.

Reading order: model (what an entry is), accounts (the chart), books (post, reverse), balances
(stored sums), chain (the seal), words (what may be erased), statement, verify, journal.
"""
