"""Count the lines and branches that the tests execute, in every process, and hold them to bounds.

`counter` counts in one process: `plugin` begins it in pytest's, `programs` in one that a test
starts; `report` adds up and judges. Bytecode is instrumented as a module is imported (by the
package slipcover); what has been seen often is taken out again, so counting costs hardly any time.
"""
