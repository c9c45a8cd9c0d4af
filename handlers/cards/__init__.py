"""The buttons under messages, one module a subject; `keyboards` puts them together.

`card` is what each keyboard is made from.
"""
