"""One module for each page: what is read or done, and which template shows it.

Each module has the name of its subject. Read in this order: `group` (the first page), `points`,
`vouches`, `passbook`, `registers`, `meetings`, `approvals` (the second person), `privacy` (a
person's own settings), `people_members`; for facilitators `programme` and `disputes`.
"""
