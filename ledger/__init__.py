"""The books of money and points: double entry, only ever added to, one hash chain a group.

Read in this order: model (what an entry is), accounts (where value stands), books (post, reverse),
balances (kept sums), chain (the seal), words (what may be erased), statement, verify, journal.
"""
