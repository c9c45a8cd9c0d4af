"""A module a page: what is read or done, and which template shows it.

Each bears the name of its subject. Read in this order: `group` (the first page), `points`,
`vouches`, `passbook`, `registers`, `meetings`, `approvals` (the second person), `privacy` (what is
hers to set), `people_members`; for facilitators `programme` and `disputes`.
"""
