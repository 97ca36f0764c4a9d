"""The garbage collector passes over what a build keeps to its end.

Records, their relations and the program itself are most of what there is in memory, and none of it
is garbage before the build is over; the collector would walk through all of it again and again,
and in each further process copy it by doing so.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _freeze(_: Sphinx) -> None:
    gc.freeze()


def _thaw(_: Sphinx, __: Exception | None) -> None:
    gc.unfreeze()


def setup_memory(app: Sphinx) -> None:
    """When the records are loaded; and after all that is done at the end."""
    app.connect("builder-inited", _freeze, priority=900)
    app.connect("build-finished", _thaw, priority=1000)
