"""Facts for every template, so that a test can render each in every language.

There is one module for each part (`chat`, `web`, `village`, …), each with

    EXAMPLES: Examples = {"chat/vouch_given.html": [{"name": "Sunita", "beads": 2}, …], …}

Give a template several examples where it has several branches. A template whose file name begins
with an underscore is only included by others and needs none.
"""
