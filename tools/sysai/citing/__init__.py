"""From what people write to the citations they need: ``sysai cite``.

`sources` finds the keys that a text cites, one module a syntax; `collect` makes the .bib with
exactly these; `bibfile` reads somebody's own .bib, `compare` tells what the handbook knows
better, and `patch` mends it.
"""
