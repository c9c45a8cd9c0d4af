"""The acts that updates ask for, one module for each subject.

An act calls a use case and shows its result. A module has its subject's name: acts on loans are in
`lending` and `lending_form`. Reading order: `herself` (home, language), `founding`, `joining`,
`vouches`, `meetings`, `approvals`, `programme`. `menu` maps commands and taps to acts.
"""
