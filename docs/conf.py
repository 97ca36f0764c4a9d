"""Sphinx configuration of the Systems & AI Handbook."""

import os

project = "Systems & AI Handbook"
author = "The Systems & AI Handbook authors"
copyright = "the Systems & AI Handbook authors; text under CC BY 4.0"  # noqa: A001
version = release = "0.1"

extensions = ["sysai.site"]
exclude_patterns = ["_build"]
smartquotes = False  # titles stay as they were published
nitpicky = True

myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence"]
suppress_warnings = ["myst.domains"]

html_theme = "sysai"
html_title = project
# Where the site will stand; canonical links, sitemap and preview cards need it.
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL") or os.environ.get("SYSAI_BASE_URL", "")
# The web page of the repository; reports of errors go to its form.
sysai_repository = os.environ.get("SYSAI_REPOSITORY", "")
# One of several builds of the site ("1/2"); empty builds the whole.
sysai_shard = os.environ.get("SYSAI_SHARD", "")
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
html_domain_indices = False

epub_title = project
epub_show_urls = "no"
epub_exclude_files = ["search.html", ".buildinfo.bak"]  # the latter lies there after a second build

epub_basename = "handbook"
typst_subtitle = sysai_subtitle = (
    "Works on the systems that run machine learning, and on machine learning that runs systems"
)
typst_exclude = [
    "indexes/index",
    "about/index",
    "about/citing",
    "about/records",
    "about/checks",
    "about/corrections",
    "about/checking",
    "about/api",
    "about/scaling",
]
latex_engine = "xelatex"
# Title and authors are LaTeX there.
_names = [text.replace("&", r"\&") for text in (project, author)]
latex_documents = [("index", "handbook.tex", *_names, "manual", True)]

linkcheck_timeout = 20
linkcheck_workers = 4
