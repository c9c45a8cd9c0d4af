"""Words for people: templates, translations, amounts and dates. Knows no other package.

Reading order: `say` (what others call), `amounts` and `days` (how numbers and dates look),
`catalogues` (the translations), `languages` (the list of them), `limits` (what fits in a message).
"""
