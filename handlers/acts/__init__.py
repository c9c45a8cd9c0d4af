"""The acts that updates ask for, one module a subject: a use case, and what she is told of it.

Each bears its subject's name: what happens to a loan is in `lending` and `lending_form`. Reading
order: `herself` (home, language), `founding`, `joining`, `vouches`, `meetings`, `approvals`,
`programme`. `menu` names them for commands and taps.
"""
