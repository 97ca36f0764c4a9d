"""Make a handbook from a folder of bibliographic records.

The package knows records, their checks, pages and citations; it knows nothing of the
field the handbook is about.  Data flows one way::

    bib/**/*.md  ->  corpus.load()  ->  Corpus of frozen Records
                 ->  formats / pages / reference (one renderer per output)  ->  files
"""

__version__ = "0.1.0"
