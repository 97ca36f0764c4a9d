"""What machines read: one module an output, each a pure function from a record to text.

Nothing here knows Sphinx; `sysai.site.machine` puts the texts into pages and files.
"""
