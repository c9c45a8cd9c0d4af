"""The house rules as tests: the rules that no ready-made tool checks.

`tree.py` lists the files, `templates.py` reads the templates; each test module holds one kind of
rule: shape of the code, words, import contracts, secrets.
"""
