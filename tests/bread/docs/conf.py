project = "The Bread Book"
author = "Bakers"
copyright = "bakers"
version = release = "1"
extensions = ["sysai.site"]
html_theme = "sysai"
smartquotes = False
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence"]
epub_basename = "bread"
