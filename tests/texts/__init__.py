"""Tests of the words: numbers and dates (`test_amounts`, `test_days`), messages (`test_say`).

`sentences.py` reads every sentence of the templates; `gather.py` writes them into locale/.
"""
