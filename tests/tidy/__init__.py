"""The house rules as tests: what no tool off the shelf looks after.

`tree.py` lists the files, `templates.py` reads the templates; each test module holds one kind of
rule: shape of the code, words, import contracts, secrets.
"""
