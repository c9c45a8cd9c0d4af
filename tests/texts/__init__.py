"""Tests of the words: how they look (`test_amounts`), how they are said (`test_say`).

`sentences.py` knows every sentence of the templates, `gather.py` puts them into locale/.
"""
