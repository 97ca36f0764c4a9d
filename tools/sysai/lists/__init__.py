"""Curated lists in Markdown: read them, compare them with the handbook, draft what it lacks.

`markdown` reads a list into items, `matching` finds the record of an item, `audit` reports on
every item, `drafts` writes records to fill in for works that are missing.
"""
