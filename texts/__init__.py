"""Words for people: templates, translations, amounts and dates. Knows nothing of the house.

Read in this order: `say` (what others call), `amounts` and `days` (how numbers and dates look),
`catalogues` (the translations), `languages` (which there are), `limits` (what fits in a message).
"""
