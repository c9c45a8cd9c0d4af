"""The acts that updates ask for, one module a subject: a use case, and what she is told of it.

Reading order: `herself` (home, language, what is kept of her), `founding`, `joining`, `vouching`,
`meeting`, `two_persons`, `settings`, `facilitator`. `menu` names them for commands and taps.
"""
