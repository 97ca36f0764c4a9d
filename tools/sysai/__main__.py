"""``python -m sysai``: the same as the ``sysai`` command."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
