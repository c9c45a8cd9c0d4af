"""The buttons under messages, one module for each subject; `keyboards` joins them.

`card` holds what each keyboard is made from.
"""
