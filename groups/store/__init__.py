"""The SQL of what people do together, in the open, beside its types: one module a subject.

Reading order: `people`, `groups`, `members` (who is what), `door` (may she?), then one table each.
`outbox` and `status` keep what is to be said; `digested` names the tables of the hash chain.
"""
